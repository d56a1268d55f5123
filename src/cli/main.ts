#!/usr/bin/env node
import { CommanderError } from 'commander';
import { EmostreamError } from '../common/errors';
import { buildProgram } from './buildProgram';
import { commands } from './commands';
import { reportError } from './reportError';

/** The exit code of a command that was told to stop before it was done: 128 + SIGINT, as shells count. */
const stopped = 130;
/** Milliseconds that open handles may outlive the command. */
const exitGraceMs = 5000;

/** Runs the command line in this process: signals, streams, exit code. */
async function main(): Promise<number> {
  const { stdin, stdout, stderr, env, argv } = process;
  const stop = stopOnSignals();
  const output = stopOnClosedOutput(stop);
  let exitCode = 0;
  const program = buildProgram(commands, { stdin, stdout, stderr, signal: stop.signal }, env, (code) => {
    exitCode = code;
  });
  const [name, operand] = argv.slice(2).filter((word) => !word.startsWith('-'));
  const isCommand = (word: string | undefined): boolean => commands.some((command) => command.name === word);
  const report = (error: unknown): number => {
    const { line, exitCode: code } = reportError(error, isCommand(name) ? name : undefined);
    stderr.write(`${line}\n`);
    return code;
  };
  try {
    if (argv.length === 2) program.outputHelp();
    // Commander would print the help of the whole, as an error without a message.
    else if (name === 'help' && operand !== undefined && !isCommand(operand)) throw unknownCommand(operand);
    else await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (!stop.signal.aborted || !isAbort(error)) return report(error);
    exitCode = stopped;
  }
  if (output.failure === undefined) return exitCode;
  return output.failure.code === 'EPIPE' ? 0 : report(outputFailed(output.failure));
}

function unknownCommand(word: string): CommanderError {
  return new CommanderError(2, 'commander.unknownCommand', `unknown command '${word}'`);
}

/** Whether something that waited says so that it was told to give up. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. */
function stopOnSignals(): AbortController {
  const stop = new AbortController();
  let asked = false;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (asked) endAtOnce();
      asked = true;
      stop.abort();
    });
  }
  return stop;
}

/**
 * Ends the process by the signal itself, which a shell shows as 130. process.exit would end the engine's threads in the
 * middle of a computation, which aborts the process with a message of the runtime's.
 */
function endAtOnce(): void {
  process.removeAllListeners('SIGINT');
  process.kill(process.pid, 'SIGINT');
  // The first process of a container does not die of a signal of its own.
  process.exit(stopped);
}

/**
 * A closed pipe (`emostream tag x | head -1`) is the reader's way to say enough: the command is told to stop, and
 * closes what it opened.
 */
function stopOnClosedOutput(stop: AbortController): { failure: NodeJS.ErrnoException | undefined } {
  const output: { failure: NodeJS.ErrnoException | undefined } = { failure: undefined };
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      output.failure ??= error;
      stop.abort();
    });
  }
  return output;
}

function outputFailed(cause: NodeJS.ErrnoException): EmostreamError {
  return new EmostreamError(`the output cannot be written: ${cause.message}`, {
    code: 'output_failed',
    fault: 'environment',
    hint: 'is the disk full?',
    cause,
  });
}

void main().then((code) => {
  process.exitCode = code;
  // A pipe that stays silent would keep the process alive.
  process.stdin.destroy();
  // Everything is closed by now, so the process ends by itself. Should a handle be left open, a supervisor must
  // not wait for it without end.
  setTimeout(() => process.exit(code), exitGraceMs).unref();
});
