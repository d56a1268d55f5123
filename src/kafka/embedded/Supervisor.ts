import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFile } from 'node:fs/promises';
import { EmostreamError, messageOf } from '../../common/errors';
import {
  brokerFolders,
  lastPort,
  log4jProperties,
  serverProperties,
  type BrokerFolders,
} from './brokerConfig';
import { brokerDeath } from './brokerDeath';
import { BrokerJvm } from './BrokerJvm';
import { formatStorage } from './formatStorage';
import { toWire } from './leaseProtocol';
import { LeaseServer } from './LeaseServer';
import { freePort } from './ports';
import { identify, isRunning, type ProcessIdentity } from '../../common/processIdentity';
import { readState, removeState, writeState, type SupervisorState } from './supervisorState';
import { waitUntilReady } from './waitUntilReady';

export interface SupervisorOptions {
  dataFolder: string;
  /** Full path of the `java` program. */
  java: string;
  /** Folder of the broker's jars. */
  jars: string;
  /** Loopback port for the broker; else the one it had before, else any. */
  port?: number;
  /** Milliseconds that the broker stays after the last lease, for whoever comes next. */
  lingerMs: number;
}

/** A supervisor that nobody took a lease from in this time was started by someone who died. */
const firstLeaseMs = 10_000;

/** Waits before each start again; after the last one the supervisor gives up. */
const backoffMs = [200, 1000, 3000, 6000, 10_000];

/** A broker that ran so long is healthy: the next death starts counting anew. */
const healthyMs = 60_000;

/** Runs one broker for as long as someone holds a lease on it, and starts it again when it dies. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #folders: BrokerFolders;
  readonly #stop = new AbortController();
  #lingering: NodeJS.Timeout | undefined;
  #wasReady = false;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.#folders = brokerFolders(options.dataFolder);
  }

  /** Ends the broker, then `run`. */
  stop(): void {
    this.#stop.abort();
  }

  /** Runs until the last lease ends, the broker is given up or `stop` is called. Never rejects. */
  async run(): Promise<void> {
    const before = readState(this.#folders.state);
    const token = randomBytes(32).toString('hex');
    const leases = await LeaseServer.listen(token, () => this.#lastLeaseEnded(leases));
    this.#stopUnlessLeased(leases, firstLeaseMs);
    this.#stop.signal.addEventListener('abort', () => leases.stopListening());
    const supervisor = ownIdentity();
    const base: SupervisorState = { supervisor, leasePort: leases.port, token };
    try {
      await writeState(this.#folders.state, { ...base, ...orphanOf(before) });
      if (before?.broker !== undefined) await endOrphan(before.broker);
      await this.#keepRunning(leases, base);
    } catch (error) {
      leases.publish({ type: 'failed', error: toWire(asEmostreamError(error, this.#folders)) });
      // Whoever started this process is still on the way to its lease, and to the reason.
      await Promise.race([leases.firstLease, sleep(firstLeaseMs, undefined, { ref: false })]);
    } finally {
      clearTimeout(this.#lingering);
      await removeState(this.#folders.state);
      leases.close();
    }
  }

  #lastLeaseEnded(leases: LeaseServer): boolean {
    if (this.#options.lingerMs === 0) {
      this.stop();
      return true;
    }
    this.#stopUnlessLeased(leases, this.#options.lingerMs);
    return false;
  }

  #stopUnlessLeased(leases: LeaseServer, afterMs: number): void {
    clearTimeout(this.#lingering);
    this.#lingering = setTimeout(() => {
      if (leases.size === 0) this.stop();
    }, afterMs);
  }

  async #keepRunning(leases: LeaseServer, base: SupervisorState): Promise<void> {
    const port = await freePort(this.#options.port ?? lastPort(this.#folders));
    if (this.#options.port !== undefined && port !== this.#options.port) throw portTaken(this.#options.port);
    await writeFile(this.#folders.log4j, log4jProperties());
    let deaths = 0;
    while (!this.#stop.signal.aborted) {
      const started = Date.now();
      const death = await this.#runOnce(port, base, leases);
      if (death === undefined) return;
      if (Date.now() - started > healthyMs) deaths = 0;
      const pause = backoffMs[deaths++];
      if (!this.#wasReady || pause === undefined) throw death;
      leases.publish({ type: 'restarting', reason: death.message });
      await sleep(pause, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** @returns why the JVM died; undefined when it was stopped */
  async #runOnce(
    port: number,
    base: SupervisorState,
    leases: LeaseServer,
  ): Promise<EmostreamError | undefined> {
    const { java, jars } = this.#options;
    const ports = { broker: port, controller: await freePort() };
    await formatStorage(java, jars, this.#folders, [ports]);
    await writeFile(this.#folders.properties, serverProperties(this.#folders.data, [ports]));
    const jvm = BrokerJvm.start(java, jars, this.#folders);
    const over = new AbortController();
    void jvm.exited.then(() => over.abort());
    const stopJvm = (): void => void jvm.stop();
    this.#stop.signal.addEventListener('abort', stopJvm);
    if (this.#stop.signal.aborted) stopJvm();
    try {
      await writeState(this.#folders.state, { ...base, broker: jvm.identity });
      const address = `127.0.0.1:${port}`;
      if (await waitUntilReady(address, over.signal)) {
        this.#wasReady = true;
        leases.publish({
          type: 'ready',
          brokers: [address],
          pid: jvm.identity.pid,
          logFile: this.#folders.log,
        });
      }
      const exit = await jvm.exited;
      if (this.#stop.signal.aborted) return undefined;
      return brokerDeath(this.#folders.log, jvm.logStart, this.#folders.root, exit);
    } finally {
      this.#stop.signal.removeEventListener('abort', stopJvm);
      if (!over.signal.aborted) await jvm.stop();
    }
  }
}

/** The broker of a dead supervisor stays in the state file until it is known to be gone. */
function orphanOf(before: SupervisorState | undefined): Pick<SupervisorState, 'broker'> {
  return before?.broker === undefined ? {} : { broker: before.broker };
}

/** Ends a broker whose supervisor was killed before its watchdog was there. */
async function endOrphan(broker: ProcessIdentity): Promise<void> {
  while (isRunning(broker)) {
    process.kill(broker.pid, 'SIGKILL');
    await sleep(50);
  }
}

function ownIdentity(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity === undefined) throw new Error('this system does not tell when a process started');
  return identity;
}

function portTaken(port: number): EmostreamError {
  return new EmostreamError(`another program listens on 127.0.0.1:${port}`, {
    code: 'port_taken',
    fault: 'environment',
    hint: 'End that program or choose another port.',
  });
}

function asEmostreamError(error: unknown, folders: BrokerFolders): EmostreamError {
  if (error instanceof EmostreamError) return error;
  const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  return new EmostreamError(
    full
      ? `the disk of ${folders.root} is full, so the embedded Kafka cannot start`
      : `the embedded Kafka cannot start in ${folders.root}: ${messageOf(error)}`,
    {
      code: full ? 'disk_full' : 'broker_start_failed',
      fault: 'environment',
      hint: full
        ? 'Free some space, or set EMOSTREAM_CACHE to a folder on another disk.'
        : `See ${folders.supervisorLog}.`,
      cause: error,
    },
  );
}
