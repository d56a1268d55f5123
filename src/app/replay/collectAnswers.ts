import type { ReplayDeadLetter, ReplayLabel } from '../../evaluation';
import type { KafkaCluster } from '../../kafka/KafkaCluster';
import type { TopicNames } from '../../kafka/topicPlan';
import type { Codecs } from '../../records/createCodecs';
import type { DeadLetter } from '../../records/DeadLetter';
import { watchAnswers } from '../watchAnswers';

/** What one tagger gave for the streams of a replay, as it came in. */
export interface CollectedAnswers {
  labels: ReplayLabel[];
  deadLetters: ReplayDeadLetter[];
  /** Ends with the signal. */
  finished: Promise<unknown>;
}

/**
 * Collects what a tagger commits for certain streams. Resolves when positioned, as `watchAnswers`.
 *
 * @param onAnswer called after each, with the label where it is one
 */
export async function collectAnswers(
  kafka: KafkaCluster,
  codecs: Codecs,
  topics: TopicNames,
  isOurs: (streamId: string) => boolean,
  onAnswer: (label?: ReplayLabel['label']) => void,
  signal: AbortSignal,
): Promise<CollectedAnswers> {
  const labels: ReplayLabel[] = [];
  const deadLetters: ReplayDeadLetter[] = [];
  const listener = {
    labelled: (label: ReplayLabel['label']): void => {
      labels.push({ label, readAt: Date.now() });
      onAnswer(label);
    },
    deadLettered: async ({ value, reason, message }: DeadLetter): Promise<void> => {
      const segment = await codecs.segment.decode(value).catch(() => null);
      deadLetters.push({ segmentId: segment?.segmentId ?? null, reason, message });
      onAnswer();
    },
  };
  const { finished } = await watchAnswers(kafka, codecs, topics, isOurs, listener, signal);
  return { labels, deadLetters, finished };
}
