import type { OptionValues } from '../config/options';
import { connectKafka, type KafkaConnection } from '../kafka/connectKafka';
import type { Logger } from '../common/Logger';
import { kafkaSettings, type KafkaOptions } from '../kafka/settings';

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
  options: KafkaOptions & Partial<Pick<OptionValues, 'compression'>>,
  { signal, onProgress, logger }: KafkaCaller,
): Promise<KafkaConnection> {
  return connectKafka({
    settings: kafkaSettings(options),
    compression: options.compression,
    embedded: { onProgress, signal },
    ...(logger && { logger }),
  });
}
