import type { CommitSlice } from '../kafka/GroupMember';
import type { OutgoingRecord } from '../kafka/KafkaRecord';
import type { TopicNames } from '../kafka/topicPlan';
import type { Codecs } from '../records/createCodecs';
import type { AnsweredRecord } from './TaggerObserver';
import type { Tracing } from './tracing/Tracing';

/**
 * The records that a slice of answers becomes: a label or a dead letter each, in order, under the key of the original,
 * so that a stream stays in order on its partition, and in its trace.
 */
export async function encodeAnswers(
  slice: readonly Pick<AnsweredRecord, 'record' | 'outcome'>[],
  codecs: Pick<Codecs, 'label' | 'deadLetter'>,
  topics: Pick<TopicNames, 'labels' | 'deadLetters'>,
  tracing: Pick<Tracing, 'headersOf'>,
): Promise<CommitSlice['outputs']> {
  const labels: OutgoingRecord[] = [];
  const deadLetters: OutgoingRecord[] = [];
  for (const { record, outcome } of slice) {
    const { key, value, topic, partition, offset, timestamp } = record;
    const headers = { ...tracing.headersOf(record) };
    if (outcome.kind === 'label') {
      labels.push({ key, value: await codecs.label.encode(outcome.label), headers });
      continue;
    }
    const { reason, message } = outcome;
    const letter = { key, value, topic, partition, offset: offset.toString(), timestamp, reason, message };
    deadLetters.push({
      key,
      value: await codecs.deadLetter.encode({ ...letter, failedAt: Date.now() }),
      headers,
    });
  }
  return [
    { topic: topics.labels, records: labels },
    { topic: topics.deadLetters, records: deadLetters },
  ].filter(({ records }) => records.length > 0);
}
