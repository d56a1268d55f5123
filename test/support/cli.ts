import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TopicNames } from '../../src/kafka/topicPlan';
import { packageRoot } from '../../src/common/packageRoot';

export const mainScript = join(packageRoot, 'dist', 'src', 'cli', 'main.js');

export interface Finished {
  code: number | null;
  /** The signal that ended it, where one did. */
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunningCli {
  child: ChildProcess;
  /** What it has printed so far. */
  stdout: () => string;
  stderr: () => string;
  finished: Promise<Finished>;
}

const running = new Set<ChildProcess>();

/** For afterEach: a test that failed must not leave a process behind. */
export function killClis(): void {
  running.forEach((child) => child.kill('SIGKILL'));
  running.clear();
}

/**
 * Starts `emostream` as a user does, in a process of its own.
 *
 * @param options.keepStdin leaves its standard input open, behind what `stdin` gives
 */
export function startCli(
  args: readonly string[],
  options: { stdin?: string; keepStdin?: boolean; env?: NodeJS.ProcessEnv } = {},
): RunningCli {
  const env = { ...process.env, NO_COLOR: '1', ...options.env };
  const child = spawn(process.execPath, [mainScript, ...args], { env, stdio: 'pipe' });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.write(options.stdin ?? '');
  if (options.keepStdin !== true) child.stdin.end();
  const finished = new Promise<Finished>((resolve) =>
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal, ...output });
    }),
  );
  return { child, stdout: () => output.stdout, stderr: () => output.stderr, finished };
}

export function runCli(args: readonly string[], options?: Parameters<typeof startCli>[1]): Promise<Finished> {
  return startCli(args, options).finished;
}

/** The objects of JSON lines. */
export function jsonLines<T = Record<string, unknown>>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T);
}

/** `emostream run` on given topics, on a free HTTP port, quiet. */
export function startTaggerCli(brokers: readonly string[], topics: TopicNames, group: string): RunningCli {
  return startCli([
    ...['run', '--brokers', brokers.join(','), '--group', group, '--http-port', '0', '--log-level', 'error'],
    ...['--segments-topic', topics.segments, '--emotions-topic', topics.labels],
    ...['--dead-letter-topic', topics.deadLetters],
  ]);
}
