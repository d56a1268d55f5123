import { once } from 'node:events';
import { acquireEmbeddedBroker, defaultDataFolder } from '../kafka/embedded/acquireEmbeddedBroker';

export interface BrokerFacts {
  /** host:port. */
  brokers: string[];
  pid: number;
  logFile: string;
  dataFolder: string;
}

export interface BrokerCaller {
  /** Ends it. */
  signal: AbortSignal;
  onProgress: (step: string) => void;
  onReady: (facts: BrokerFacts) => void;
  /** The broker died; it is started again. */
  onRestart: (error: Error) => void;
}

/**
 * Runs the embedded broker until the signal aborts.
 *
 * @throws EmostreamError those of `acquireEmbeddedBroker`; `broker_died` when it cannot be started again
 */
export async function runBroker({ signal, onProgress, onReady, onRestart }: BrokerCaller): Promise<void> {
  const died = new AbortController();
  const broker = await acquireEmbeddedBroker({
    signal,
    onProgress,
    onDeath: (error, restarting) => {
      if (restarting) onRestart(error);
      else died.abort(error);
    },
  });
  const { brokers, pid, logFile } = broker;
  onReady({ brokers, pid, logFile, dataFolder: defaultDataFolder() });
  const ended = AbortSignal.any([signal, died.signal]);
  // The lease does not keep a process alive; being asked to run until told to stop does.
  const alive = setInterval(() => undefined, 60_000);
  if (!ended.aborted) await once(ended, 'abort');
  clearInterval(alive);
  await broker.release();
  died.signal.throwIfAborted();
}
