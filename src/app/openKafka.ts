import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { connectKafka, type KafkaConnection } from '../kafka/connectKafka';
import type { Logger } from '../common/Logger';
import { readKafkaSettings, type KafkaSettings } from '../kafka/settings';

export type KafkaOptions = Pick<OptionValues, (typeof optionGroups)['kafka'][number]>;

/** The cluster that the options name; undefined where they name none. */
export function kafkaSettings(options: KafkaOptions): KafkaSettings | undefined {
  return readKafkaSettings({
    KAFKA_BROKERS: options.brokers?.join(','),
    KAFKA_CLIENT_ID: options.clientId,
    KAFKA_TLS: options.tls ? 'true' : undefined,
    KAFKA_TLS_CA: options.tlsCa,
    KAFKA_TLS_CERT: options.tlsCert,
    KAFKA_TLS_KEY: options.tlsKey,
    KAFKA_TLS_PASSPHRASE_FILE: options.tlsPassphraseFile,
    KAFKA_TLS_SERVERNAME: options.tlsServername,
    KAFKA_SASL_MECHANISM: options.saslMechanism,
    KAFKA_SASL_USERNAME: options.saslUsername,
    KAFKA_SASL_PASSWORD: options.saslPassword,
    KAFKA_SASL_PASSWORD_FILE: options.saslPasswordFile,
  });
}

/** Who asks for a connection: told what takes long, and able to call it off. */
export interface KafkaCaller {
  /** Ends the wait for the embedded broker. */
  signal: AbortSignal;
  /** A step of the embedded broker's start, one sentence. */
  onProgress: (step: string) => void;
  logger?: Logger;
}

/** Connects to that cluster, else to the embedded broker, which is started where none runs. */
export function openKafka(
  options: KafkaOptions,
  { signal, onProgress, logger }: KafkaCaller,
): Promise<KafkaConnection> {
  return connectKafka({
    settings: kafkaSettings(options),
    embedded: { onProgress, signal },
    ...(logger && { logger }),
  });
}
