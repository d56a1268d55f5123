import type { Kafka } from 'kafkajs';
import type { TopicNames } from '../../kafka/topicPlan';
import { readTopic } from '../../kafka/readTopic';
import type { Codecs } from '../../records/createCodecs';
import type { EmotionLabel } from '../../records/EmotionLabel';

export interface Answers {
  labelled: (label: EmotionLabel) => void;
  deadLettered: () => void;
}

/**
 * Reads back what the tagger commits for one stream. Resolves when positioned, so that nothing written after that
 * is missed; reads on until the signal aborts.
 */
export async function watchAnswers(
  kafka: Kafka,
  codecs: Codecs,
  topics: TopicNames,
  streamId: string,
  answers: Answers,
  signal: AbortSignal,
): Promise<{ finished: Promise<unknown> }> {
  const [labels, deadLetters] = await Promise.all([
    readTopic(kafka, topics.labels, { from: 'end', signal }),
    readTopic(kafka, topics.deadLetters, { from: 'end', signal }),
  ]);
  const ofStream = (key: Buffer | null): boolean => key?.toString('utf8') === streamId;
  const readLabels = async (): Promise<void> => {
    for await (const { key, value } of labels) {
      if (ofStream(key)) answers.labelled(await codecs.label.decode(value));
    }
  };
  const readDeadLetters = async (): Promise<void> => {
    for await (const { key } of deadLetters) if (ofStream(key)) answers.deadLettered();
  };
  return { finished: Promise.all([readLabels(), readDeadLetters()]) };
}
