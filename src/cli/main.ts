#!/usr/bin/env node
import { CommanderError } from 'commander';
import { buildProgram } from './buildProgram';
import { commands } from './commands';
import { reportError } from './reportError';

/** Runs the command line in this process: signals, streams, exit code. */
async function main(): Promise<number> {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      // Who asks twice does not want to wait for the drain.
      if (stop.signal.aborted) process.exit(130);
      stop.abort();
    });
  }
  // A closed pipe (`emostream tag x | head -1`) is the reader's way to say enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

  let exitCode = 0;
  const { stdin, stdout, stderr, env } = process;
  const program = buildProgram(commands, { stdin, stdout, stderr, signal: stop.signal }, env, (code) => {
    exitCode = code;
  });
  const [name] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const report = reportError(error, commands.some((command) => command.name === name) ? name : undefined);
    stderr.write(`${report.line}\n`);
    return report.exitCode;
  }
  return exitCode;
}

/** Milliseconds that open handles may outlive the command. */
const exitGraceMs = 5000;

void main().then((code) => {
  process.exitCode = code;
  // Everything is closed by now, so the process ends by itself. Were something forgotten, a supervisor that waits
  // for the exit would wait for ever.
  setTimeout(() => process.exit(code), exitGraceMs).unref();
});
