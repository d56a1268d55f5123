import { EmostreamError } from '../../common/errors';
import { Lease } from './Lease';
import { fromWire, type LeaseMessage } from './leaseProtocol';
import type { SupervisorState } from './supervisorState';

export interface WaitOptions {
  /** The broker died: `restarting` tells whether it comes back on the same port, or is lost for good. */
  onDeath?: ((error: EmostreamError, restarting: boolean) => void) | undefined;
  /** Ends the waiting for the broker. */
  signal?: AbortSignal | undefined;
}

type ReadyMessage = Extract<LeaseMessage, { type: 'ready' }>;

/** A running broker and this process's lease on it. */
export class EmbeddedBroker {
  readonly #lease: Lease;
  #ready: ReadyMessage;
  #released: Promise<void> | undefined;

  private constructor(lease: Lease, ready: ReadyMessage) {
    this.#lease = lease;
    this.#ready = ready;
  }

  /**
   * Takes a lease and waits until the broker is ready.
   *
   * @param deadline Unix time in milliseconds
   * @returns undefined where the supervisor ended without a reason, or the deadline passed
   * @throws EmostreamError the supervisor's reason, where it cannot have the broker; the reason of `signal`
   */
  static async lease(
    state: SupervisorState,
    deadline: number,
    { onDeath, signal }: WaitOptions,
  ): Promise<EmbeddedBroker | undefined> {
    const held: { broker?: EmbeddedBroker } = {};
    let failure: EmostreamError | undefined;
    let onReady: (message: ReadyMessage) => void;
    const ready = new Promise<ReadyMessage>((resolve) => (onReady = resolve));
    const lease = await Lease.take(state, (message) => {
      if (message.type === 'failed') failure = fromWire(message.error);
      else if (message.type === 'restarting') onDeath?.(deathOf(message.reason), true);
      else {
        if (held.broker !== undefined) held.broker.#ready = message;
        onReady(message);
      }
    });
    if (lease === undefined) return undefined;
    const first = await Promise.race([ready, lease.closed, timeIsUp(deadline, signal)]);
    if (first === undefined) {
      void lease.end();
      signal?.throwIfAborted();
      if (failure !== undefined) throw failure;
      return undefined;
    }
    const broker = new EmbeddedBroker(lease, first);
    held.broker = broker;
    lease.unref();
    void lease.closed.then(() => {
      if (broker.#released === undefined) onDeath?.(failure ?? deathOf('its supervisor ended'), false);
    });
    return broker;
  }

  /** host:port, for a Kafka client. */
  get brokers(): string[] {
    return this.#ready.brokers;
  }

  /** Process number of the broker's JVM; another one after a restart. */
  get pid(): number {
    return this.#ready.pid;
  }

  get logFile(): string {
    return this.#ready.logFile;
  }

  /** Ends the lease; where it was the last, waits until the broker has stopped. Idempotent. */
  release(): Promise<void> {
    this.#released ??= this.#lease.end();
    return this.#released;
  }
}

function timeIsUp(deadline: number, signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    const over = (): void => resolve(undefined);
    setTimeout(over, Math.max(0, deadline - Date.now())).unref();
    signal?.addEventListener('abort', over, { once: true });
    if (signal?.aborted === true) over();
  });
}

function deathOf(reason: string): EmostreamError {
  return new EmostreamError(`the embedded Kafka died: ${reason}`, {
    code: 'broker_died',
    fault: 'environment',
  });
}
