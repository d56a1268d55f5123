import type { Kafka } from 'kafkajs';
import type { ReplayDeadLetter, ReplayLabel } from '../../evaluation';
import { readTopic } from '../../kafka/readTopic';
import type { TopicNames } from '../../kafka/topicPlan';
import type { Codecs } from '../../records/createCodecs';

/** What one tagger gave for the streams of a replay, as it came in. */
export interface CollectedAnswers {
  labels: ReplayLabel[];
  deadLetters: ReplayDeadLetter[];
  /** Ends with the signal. */
  finished: Promise<unknown>;
}

/**
 * Reads what a tagger commits for certain streams. Resolves when positioned, so that nothing written after that is
 * missed.
 *
 * @param isOurs whether a stream is of this replay: others may write to the same topics
 * @param onAnswer called after each
 */
export async function collectAnswers(
  kafka: Kafka,
  codecs: Codecs,
  topics: TopicNames,
  isOurs: (streamId: string) => boolean,
  onAnswer: () => void,
  signal: AbortSignal,
): Promise<CollectedAnswers> {
  const [labels, deadLetters] = await Promise.all([
    readTopic(kafka, topics.labels, { from: 'end', signal }),
    readTopic(kafka, topics.deadLetters, { from: 'end', signal }),
  ]);
  const collected: CollectedAnswers = { labels: [], deadLetters: [], finished: Promise.resolve() };
  const readLabels = async (): Promise<void> => {
    for await (const { key, value } of labels) {
      if (!isOurs(String(key))) continue;
      collected.labels.push({ label: await codecs.label.decode(value), readAt: Date.now() });
      onAnswer();
    }
  };
  const readDeadLetters = async (): Promise<void> => {
    for await (const { key, value } of deadLetters) {
      if (!isOurs(String(key))) continue;
      const letter = await codecs.deadLetter.decode(value);
      const segment = await codecs.segment.decode(letter.value).catch(() => null);
      const { reason, message } = letter;
      collected.deadLetters.push({ segmentId: segment?.segmentId ?? null, reason, message });
      onAnswer();
    }
  };
  collected.finished = Promise.all([readLabels(), readDeadLetters()]);
  return collected;
}
