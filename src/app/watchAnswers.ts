import type { Kafka } from 'kafkajs';
import { readTopic } from '../kafka/readTopic';
import type { TopicNames } from '../kafka/topicPlan';
import type { Codecs } from '../records/createCodecs';
import type { DeadLetter } from '../records/DeadLetter';
import type { EmotionLabel } from '../records/EmotionLabel';

/** Called for each answer in the order of its topic; the next is read when a promise that is returned settles. */
export interface AnswerListener {
  labelled: (label: EmotionLabel) => void;
  deadLettered: (letter: DeadLetter) => void | Promise<void>;
}

/**
 * Reads back what a tagger commits for certain streams. Resolves when positioned, so that nothing written after that
 * is missed; reads on until the signal aborts.
 *
 * @param isOurs whether a stream is asked about: others may write to the same topics
 */
export async function watchAnswers(
  kafka: Kafka,
  codecs: Codecs,
  topics: TopicNames,
  isOurs: (streamId: string) => boolean,
  { labelled, deadLettered }: AnswerListener,
  signal: AbortSignal,
): Promise<{ finished: Promise<unknown> }> {
  const [labels, deadLetters] = await Promise.all([
    readTopic(kafka, topics.labels, { from: 'end', signal }),
    readTopic(kafka, topics.deadLetters, { from: 'end', signal }),
  ]);
  const readLabels = async (): Promise<void> => {
    for await (const { key, value } of labels) {
      if (isOurs(String(key))) labelled(await codecs.label.decode(value));
    }
  };
  const readDeadLetters = async (): Promise<void> => {
    for await (const { key, value } of deadLetters) {
      if (isOurs(String(key))) await deadLettered(await codecs.deadLetter.decode(value));
    }
  };
  return { finished: Promise.all([readLabels(), readDeadLetters()]) };
}
