import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { EmostreamError } from '../common/errors';
import { identify, isRunning, type ProcessIdentity } from '../common/processIdentity';
import { systemError } from '../common/systemError';

/** A holder on another machine that has not touched the lock for so long has died. */
const staleMs = 60_000;
/** Whoever takes the lock says at once who it is. One that has not after this time was killed in between. */
const namelessMs = 2000;

interface Holder extends ProcessIdentity {
  host: string;
}

/**
 * Holds a folder for one training run while `use` works. A holder that was killed on this machine is noticed at once,
 * one on another machine after a minute.
 *
 * @param folder made when missing
 * @param use gets a signal that is aborted when another machine took the folder over
 * @throws EmostreamError `training_in_progress` when another training run holds the folder, `system_error` when it
 *   cannot be made or written
 */
export async function withTrainingLock<T>(
  folder: string,
  use: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const release = await acquire(folder, lost);
  try {
    return await use(lost.signal);
  } finally {
    await release();
  }
}

async function acquire(folder: string, lost: AbortController): Promise<() => Promise<void>> {
  const lockfilePath = join(folder, 'training.lock');
  const holderFile = join(folder, 'training.lock.json');
  try {
    mkdirSync(folder, { recursive: true });
    const holder = await holderOf(lockfilePath, holderFile);
    const isDead = holder === undefined || (holder.host === hostname() && !isRunning(holder));
    if (holder?.host === hostname() && !isDead) throw inProgress(folder, holder);
    if (isDead) rmSync(lockfilePath, { recursive: true, force: true });
    const release = await lock(folder, {
      lockfilePath,
      realpath: false,
      stale: staleMs,
      onCompromised: () => {
        lost.abort(inProgress(folder, readHolder(holderFile)));
      },
    });
    writeFileSync(holderFile, JSON.stringify({ ...identify(process.pid), host: hostname() }));
    return async () => {
      rmSync(holderFile, { force: true });
      // The lock is lost already where it was taken away or the folder was removed.
      await release().catch(() => undefined);
    };
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ELOCKED') throw inProgress(folder, readHolder(holderFile));
    throw systemError(error, `cannot train into ${folder}`);
  }
}

/** Who holds the lock; undefined where nobody does, or whoever took it was killed before it said who it is. */
async function holderOf(lockfilePath: string, holderFile: string): Promise<Holder | undefined> {
  const deadline = Date.now() + namelessMs;
  for (;;) {
    const holder = readHolder(holderFile);
    if (holder !== undefined || !existsSync(lockfilePath) || Date.now() > deadline) return holder;
    await delay(50);
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function inProgress(folder: string, holder: Holder | undefined): EmostreamError {
  const who = holder === undefined ? '' : ` (process ${holder.pid} on ${holder.host})`;
  return new EmostreamError(`another training run is at work in ${folder}${who}`, {
    code: 'training_in_progress',
    fault: 'configuration',
    hint: 'wait until it has ended, or train into another folder with --out',
  });
}
