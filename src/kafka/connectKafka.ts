import { EmostreamError } from '../common/errors';
import { writesZstd } from './kafkajs/codecs';
import { createKafka } from './kafkajs/createKafka';
import { acquireEmbeddedBroker, type EmbeddedBrokerOptions } from './embedded/acquireEmbeddedBroker';
import type { Logger } from '../common/Logger';
import type { KafkaCluster } from './KafkaCluster';
import { KafkajsCluster } from './kafkajs/KafkajsCluster';
import { probeCluster } from './kafkajs/probeCluster';
import type { Compression, KafkaSettings } from './settings';

export interface ConnectKafkaOptions {
  /** The cluster to use; without it the embedded broker. */
  settings?: KafkaSettings | undefined;
  embedded?: EmbeddedBrokerOptions;
  /** How batches are packed that are written. Default gzip. */
  compression?: Compression | undefined;
  logger?: Logger;
  /** Milliseconds to wait for an answer of the cluster. Default 15 s. */
  deadlineMs?: number;
}

export interface KafkaConnection {
  kafka: KafkaCluster;
  /** host:port of each known broker. */
  brokers: string[];
  embedded: boolean;
  /** Ends the lease on the embedded broker. Members and writers are closed by those who made them. */
  close(): Promise<void>;
}

/**
 * A client for the named cluster, known to answer; without one, for the embedded broker, started if need be.
 *
 * @throws EmostreamError `broker_unreachable`, `no_zstd`; the errors of `acquireEmbeddedBroker`
 */
export async function connectKafka(options: ConnectKafkaOptions = {}): Promise<KafkaConnection> {
  const { settings, embedded, compression, logger, deadlineMs } = options;
  if (compression === 'zstd' && !writesZstd) throw noZstd();
  if (settings !== undefined) {
    await probeCluster(settings, deadlineMs);
    const kafka = new KafkajsCluster(createKafka(settings, logger), compression);
    return { kafka, brokers: settings.brokers, embedded: false, close: async () => undefined };
  }
  const broker = await acquireEmbeddedBroker({
    onDeath: (error, restarting) =>
      logger?.error(
        { code: error.code, restarting },
        `${error.message}${restarting ? '; it is started again' : ''}`,
      ),
    ...embedded,
  });
  return {
    kafka: new KafkajsCluster(
      createKafka({ brokers: broker.brokers, clientId: 'emostream' }, logger),
      compression,
    ),
    brokers: broker.brokers,
    embedded: true,
    close: () => broker.release(),
  };
}

function noZstd(): EmostreamError {
  return new EmostreamError(`Node ${process.versions.node} cannot write zstd`, {
    code: 'no_zstd',
    fault: 'configuration',
    hint: 'Use Node 22.15 or later, or another --compression.',
  });
}
