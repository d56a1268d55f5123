import { readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { isRunning, type ProcessIdentity } from '../../common/processIdentity';

/** What a running supervisor tells others through its state file (readable by its user only). */
export interface SupervisorState {
  supervisor: ProcessIdentity;
  /** Loopback port where leases are taken. */
  leasePort: number;
  /** What a client must know to take a lease: that it can read this file. */
  token: string;
  /** The JVM, once started. */
  broker?: ProcessIdentity;
}

/** @returns undefined where there is no state file or it is not one of ours */
export function readState(path: string): SupervisorState | undefined {
  try {
    const state: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isState(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Writes the state so that a reader sees the old one or the new one, never a part. */
export async function writeState(path: string, state: SupervisorState): Promise<void> {
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, JSON.stringify(state), { mode: 0o600 });
  await rename(partial, path);
}

/** Removes the state file, if it is there. */
export async function removeState(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Whether the supervisor that wrote it still runs: false for a dead process and for a reused number. */
export function isLive(state: SupervisorState | undefined): state is SupervisorState {
  return state !== undefined && isRunning(state.supervisor);
}

function isState(value: unknown): value is SupervisorState {
  if (typeof value !== 'object' || value === null) return false;
  const state = value as Partial<SupervisorState>;
  return (
    typeof state.leasePort === 'number' &&
    typeof state.token === 'string' &&
    isIdentity(state.supervisor) &&
    (state.broker === undefined || isIdentity(state.broker))
  );
}

function isIdentity(value: ProcessIdentity | undefined): boolean {
  return typeof value?.pid === 'number' && typeof value.startedAt === 'string';
}
