import type { IHeaders } from 'kafkajs';
import type { Codecs } from '../records/createCodecs';
import type { EncodedMessage } from '../kafka/splitBySize';
import type { TopicNames } from '../kafka/topicPlan';
import type { Slice } from '../kafka/transactions/Committer';
import type { Answered } from './PartitionLane';
import { noTracing, type Tracing } from './tracing/Tracing';

/**
 * The messages that a slice of answered records becomes: a label or a dead letter each, in order, under the key
 * of the original, so that a stream stays in order on its partition, and in its trace.
 */
export async function encodeSlice(
  slice: Answered[],
  codecs: Pick<Codecs, 'label' | 'deadLetter'>,
  topics: Pick<TopicNames, 'labels' | 'deadLetters'>,
  tracing: Pick<Tracing, 'headersOf'> = noTracing,
): Promise<Slice['outputs']> {
  const labels = { topic: topics.labels, messages: [] as EncodedMessage[] };
  const deadLetters = { topic: topics.deadLetters, messages: [] as EncodedMessage[] };
  for (const { record, outcome } of slice) {
    const headers: IHeaders = { ...tracing.headersOf(record) };
    if (outcome.kind === 'label') {
      labels.messages.push({ key: record.key, value: await codecs.label.encode(outcome.label), headers });
      continue;
    }
    const { key, value, topic, partition, offset, timestamp } = record;
    const { reason, message } = outcome;
    const letter = { key, value, topic, partition, offset: offset.toString(), timestamp, reason, message };
    const encoded = await codecs.deadLetter.encode({ ...letter, failedAt: Date.now() });
    deadLetters.messages.push({ key, value: encoded, headers });
  }
  return [labels, deadLetters].filter(({ messages }) => messages.length > 0);
}
