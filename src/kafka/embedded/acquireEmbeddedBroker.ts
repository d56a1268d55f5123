import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../../common/cacheFolder';
import { EmostreamError } from '../../common/errors';
import { brokerFolders } from './brokerConfig';
import { readTail, tellingLines } from './brokerDeath';
import { EmbeddedBroker, type WaitOptions } from './EmbeddedBroker';
import { fetchJars } from './jars';
import { findJava } from './java';
import { startSupervisor } from './startSupervisor';
import { isLive, readState, type SupervisorState } from './supervisorState';

export interface EmbeddedBrokerOptions extends WaitOptions {
  /** Where the broker keeps its data; one broker a folder. Default: `kafka/data` in the cache folder. */
  dataFolder?: string;
  /** Loopback port. Default: the one it had before where that is free, else any. */
  port?: number;
  /** Milliseconds that the broker stays after the last lease; only who starts it decides. Default 0. */
  lingerMs?: number;
  onProgress?: ((line: string) => void) | undefined;
}

/** From the start of the supervisor; a fetch of the jars comes before it and is not counted. */
const readyDeadlineMs = 120_000;

/** The data folder that `npm start` and its companions share. */
export function defaultDataFolder(): string {
  return cacheFolder('kafka', 'data');
}

/**
 * A real Kafka broker on this machine, without Docker: the one that runs on the data folder already, else a new
 * one. It runs while any process holds a lease on it; a process's lease ends with the process, however it ends.
 *
 * @throws EmostreamError `java_missing`, `java_too_old`, `java_broken`, `maven_missing`, `maven_failed`,
 *   `port_taken`, `broker_on_another_port`, `disk_full`, `data_folder_in_use`, `broker_died`, `storage_format_failed`,
 *   `broker_start_failed`, `broker_start_timeout`; the reason of `signal` where it aborts
 */
export async function acquireEmbeddedBroker(options: EmbeddedBrokerOptions = {}): Promise<EmbeddedBroker> {
  const { dataFolder = defaultDataFolder(), signal } = options;
  const folders = brokerFolders(dataFolder);
  let deadline: number | undefined;
  for (;;) {
    signal?.throwIfAborted();
    const running = readState(folders.state);
    const state = isLive(running) ? running : await start(dataFolder, options);
    deadline ??= Date.now() + readyDeadlineMs;
    const broker = await EmbeddedBroker.lease(state, deadline, options);
    if (broker !== undefined) return onPort(broker, options.port);
    if (Date.now() > deadline) throw startTimeout(folders.log);
    // The supervisor is on its way out; its state file goes when its broker is gone.
    await sleep(100);
  }
}

/** A broker that someone else has started stays where it is. */
async function onPort(broker: EmbeddedBroker, port: number | undefined): Promise<EmbeddedBroker> {
  const [address = ''] = broker.brokers;
  if (port === undefined || address.endsWith(`:${port}`)) return broker;
  await broker.release();
  throw new EmostreamError(`the embedded Kafka of this data folder runs at ${address}, not at port ${port}`, {
    code: 'broker_on_another_port',
    fault: 'environment',
    hint: 'Use that port, or end the commands that use it and start again.',
  });
}

async function start(dataFolder: string, options: EmbeddedBrokerOptions): Promise<SupervisorState> {
  const { port, lingerMs = 0, onProgress, signal } = options;
  const java = await findJava();
  const jars = await fetchJars({ onProgress, signal });
  onProgress?.(`starting Kafka in ${dataFolder}`);
  return startSupervisor({
    dataFolder,
    java: java.path,
    jars,
    lingerMs,
    ...(port === undefined ? {} : { port }),
  });
}

function startTimeout(log: string): EmostreamError {
  const lines = tellingLines(readTail(log)).join(' | ');
  return new EmostreamError(`the embedded Kafka was not ready in ${readyDeadlineMs / 1000} s: ${lines}`, {
    code: 'broker_start_timeout',
    fault: 'environment',
    hint: `The machine may be overloaded; its log is ${log}.`,
  });
}
