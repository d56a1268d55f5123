import type { KafkaCluster } from '../kafka/KafkaCluster';
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
 * @returns `finished` rejects when one of the two topics cannot be read any more; nobody has to wait for it
 */
export async function watchAnswers(
  kafka: KafkaCluster,
  codecs: Codecs,
  topics: TopicNames,
  isOurs: (streamId: string) => boolean,
  { labelled, deadLettered }: AnswerListener,
  signal: AbortSignal,
): Promise<{ finished: Promise<unknown> }> {
  const failed = new AbortController();
  const options = { from: 'end', signal: AbortSignal.any([signal, failed.signal]) } as const;
  const endBoth = (error: unknown): never => {
    failed.abort();
    throw error;
  };
  const [labels, deadLetters] = await Promise.all([
    kafka.readTopic(topics.labels, options),
    kafka.readTopic(topics.deadLetters, options),
  ]).catch(endBoth);
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
  const finished = Promise.all([readLabels(), readDeadLetters()]).catch(endBoth);
  // Whoever waits for it does so later, when everything is published: until then it would be an unhandled rejection.
  finished.catch(() => undefined);
  return { finished };
}
