import { type ChildProcess, spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { packageRoot } from '../src/common/packageRoot';

const main = join(packageRoot, 'dist', 'src', 'cli', 'main.js');

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach((child) => child.kill()));

/**
 * Runs the command line on one thread, so that several can run side by side; what fails ends this process too.
 *
 * @param name stands before what it says on stderr
 * @returns what it prints
 */
export async function emostream(name: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  createInterface(child.stderr).on('line', (line) => console.error(`${name}: ${line}`));
  const [printed, status] = await Promise.all([
    text(child.stdout),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  running.delete(child);
  if (status !== 0) process.exit(status ?? 1);
  return printed;
}

/**
 * Goes through the items, as many at a time as there are cores: on two cores two trainings on a thread each make 1.6
 * times the steps of one on two threads.
 */
export async function sideBySide<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
