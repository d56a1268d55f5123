import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { connectKafka, type KafkaConnection } from '../kafka/connectKafka';
import type { Logger } from '../common/Logger';
import { readKafkaSettings, type KafkaSettings } from '../kafka/settings';
import type { CommandContext } from '../cli/Command';
import { progressLine } from '../cli/views/progressLine';

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

/** Connects to that cluster, else to the embedded broker, whose start is shown on stderr. */
export function openKafka(
  options: KafkaOptions,
  context: CommandContext,
  logger?: Logger,
): Promise<KafkaConnection> {
  return connectKafka({
    settings: kafkaSettings(options),
    embedded: { onProgress: progressLine(context), signal: context.signal },
    ...(logger && { logger }),
  });
}
