import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lock } from 'proper-lockfile';
import { EmostreamError } from '../../common/errors';
import { brokerFolders, type BrokerFolders } from './brokerConfig';
import { readTail, tellingLines } from './brokerDeath';
import type { SupervisorOptions } from './Supervisor';
import { isLive, readState, type SupervisorState } from './supervisorState';

/** How long a new supervisor may take to write its state file: it starts no Java before that. */
const startDeadlineMs = 20_000;

/** A log above this size is put aside at the next start. */
const longestLog = 10 * 1024 * 1024;

/**
 * The state of the supervisor of a data folder, started now unless one runs. Of several processes that ask at the
 * same time one starts it and the others get the same.
 *
 * @throws EmostreamError `broker_start_failed`, `broker_start_timeout`
 */
export async function startSupervisor(options: SupervisorOptions): Promise<SupervisorState> {
  const folders = brokerFolders(options.dataFolder);
  await mkdir(folders.root, { recursive: true, mode: 0o700 });
  const unlock = await lock(folders.root, {
    lockfilePath: join(folders.root, 'start.lock'),
    stale: 10_000,
    retries: { forever: true, minTimeout: 50, maxTimeout: 500 },
  });
  try {
    const state = readState(folders.state);
    return isLive(state) ? state : await spawnSupervisor(options, folders);
  } finally {
    await unlock();
  }
}

async function spawnSupervisor(options: SupervisorOptions, folders: BrokerFolders): Promise<SupervisorState> {
  await putAside(folders.log);
  await putAside(folders.supervisorLog);
  const log = openSync(folders.supervisorLog, 'a', 0o600);
  // Its own session: Ctrl-C in the terminal of one client must not end the broker of another.
  const child = spawn(process.execPath, [join(__dirname, 'supervisorMain.js'), JSON.stringify(options)], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  const deadline = Date.now() + startDeadlineMs;
  while (Date.now() < deadline) {
    const state = readState(folders.state);
    if (isLive(state) && state.supervisor.pid === child.pid) return state;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) {
      const lines = tellingLines(readTail(folders.supervisorLog)).join(' | ');
      throw new EmostreamError(`the supervisor of the embedded Kafka ended at once: ${lines}`, {
        code: 'broker_start_failed',
        fault: 'environment',
        hint: `See ${folders.supervisorLog}.`,
      });
    }
    await sleep(30);
  }
  throw new EmostreamError(
    `the supervisor of the embedded Kafka did not start in ${startDeadlineMs / 1000} s`,
    {
      code: 'broker_start_timeout',
      fault: 'environment',
      hint: `The machine may be overloaded; see ${folders.supervisorLog}.`,
    },
  );
}

async function putAside(log: string): Promise<void> {
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > longestLog) await rename(log, `${log}.1`);
}
