import { type Logger, silentLogger } from '../common/Logger';
import { taggerOptions } from '../config/optionGroups';
import type { Refused } from '../consumers/Outcome';
import type { KafkaRecord } from '../kafka/KafkaRecord';
import type { DeadLetterReason } from '../records/DeadLetter';
import type { EmotionLabel } from '../records/EmotionLabel';
import { givenOptions, type GivenOptions } from './givenOptions';
import { type OpenTagger, openTagger } from './runTagger';

/** Options of `emostream run`, by their names in the configuration file (docs/configuration.md). */
export type TaggerOptions = GivenOptions<(typeof taggerOptions)[number]>;

/** Why a record became a dead letter, and where it lies in the segments topic. */
export interface DeadLettered {
  partition: number;
  offset: bigint;
  reason: DeadLetterReason;
  /** A sentence for a person. */
  message: string;
}

export interface TaggerCallbacks {
  /** A label is committed: it is on its topic for good. Called in the order of each partition. */
  onLabel?: (label: EmotionLabel) => void;
  /** A dead letter is committed. */
  onDeadLetter?: (letter: DeadLettered) => void;
  /** Told in one sentence what is being done where it takes long: a download, the start of the embedded Kafka. */
  onProgress?: (step: string) => void;
  /** pino's shape: fields first, then a sentence. Nothing is logged by default. */
  logger?: Logger;
  /** Stops the tagger, as `stop()` does. */
  signal?: AbortSignal;
}

export interface Tagger extends Omit<OpenTagger, 'names'> {
  /** Finishes what is in hand, within `drainSeconds`, closes everything, and resolves then. */
  stop(): Promise<void>;
}

/**
 * Starts a tagger in this process: the one of `emostream run`. Several, in one process or in many, share the partitions
 * of their consumer group. Without `brokers` the embedded Kafka is used, which needs Java and Maven.
 *
 * @param options what is left out has the default of docs/configuration.md; the environment is not looked at
 * @returns when it has the model and its HTTP server listens. `finished` rejects when it cannot go on.
 * @throws EmostreamError `bad_option`, and those of what it opens: the cluster, the model, the registry
 *
 * @example
 * import { createTagger } from 'emostream';
 *
 * const tagger = await createTagger(
 *   { brokers: ['localhost:9092'], group: 'my-taggers', maxSegments: 32 },
 *   { onLabel: ({ streamId, emotion, text }) => console.log(streamId, emotion, text) },
 * );
 * process.once('SIGTERM', () => void tagger.stop());
 * await tagger.finished;
 */
export async function createTagger(
  options: TaggerOptions = {},
  callbacks: TaggerCallbacks = {},
): Promise<Tagger> {
  const { onLabel, onDeadLetter, onProgress = () => undefined, logger = silentLogger, signal } = callbacks;
  const flags = { ...givenOptions(taggerOptions, options, 'createTagger'), from: undefined, to: undefined };
  const stopping = new AbortController();
  const tagger = await openTagger(
    flags,
    { given: new Set(), without: () => flags },
    {
      logger,
      onProgress,
      signal: signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]),
      observer: {
        committed: (slice) => {
          for (const { outcome, record } of slice) {
            try {
              if (outcome.kind === 'label') onLabel?.(outcome.label);
              else onDeadLetter?.(deadLettered(outcome, record));
            } catch (err) {
              // It is committed: what the caller makes of it is no reason to begin another session.
              logger.error({ err }, 'a callback of createTagger failed');
            }
          }
        },
      },
    },
  );
  const { url, consuming, finished, brokers, model, engine } = tagger;
  return {
    url,
    consuming,
    finished,
    brokers,
    model,
    engine,
    stop: () => {
      stopping.abort();
      return finished;
    },
  };
}

function deadLettered({ reason, message }: Refused, { partition, offset }: KafkaRecord): DeadLettered {
  return { partition, offset, reason, message };
}
