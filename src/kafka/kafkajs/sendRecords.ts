import type { Message } from 'kafkajs';
import { sizeOf, type OutgoingRecord } from '../KafkaRecord';
import { murmur2 } from '../murmur2';

/** Records for one topic, each on its way to the partition of its key. */
export interface TopicRecords {
  topic: string;
  records: readonly OutgoingRecord[];
}

/** One request: records of one topic-partition that fit one batch. */
export interface SendRequest {
  topic: string;
  messages: Message[];
}

/** What is known of how many partitions topics have. */
export interface PartitionCounts {
  /** How many partitions a topic has. Asked of the brokers at first and then every few minutes. */
  readonly partitionsOf: (topic: string) => Promise<number>;
  /** Has the brokers asked again before the next write. */
  readonly forgetPartitions: (topic: string) => void;
}

/**
 * Writes records, each request with those of one topic-partition. kafkajs can lose and repeat records of a request that
 * goes to several brokers when partitions change their leader meanwhile; a request to one partition is repeated as it
 * was, and the broker knows it again.
 *
 * Partitions are written side by side, the requests of one partition one after another. Resolves or rejects when none
 * is under way any more.
 *
 * @param counts of the partitions. That of a topic is forgotten when a write to it fails: the topic may have been made
 * anew with fewer partitions.
 * @throws what `send` throws, the first of it
 */
export async function sendRecords(
  outputs: readonly TopicRecords[],
  counts: PartitionCounts,
  send: (request: SendRequest) => Promise<unknown>,
): Promise<void> {
  const writes = outputs.map(async ({ topic, records }) => {
    const byPartition = recordsByPartition(
      records,
      records.length === 0 ? 1 : await counts.partitionsOf(topic),
    );
    return [...byPartition].map(([partition, ofPartition]) => ({ topic, partition, records: ofPartition }));
  });
  const partitions = (await Promise.all(writes)).flat();
  const settled = await Promise.allSettled(
    partitions.map(async ({ topic, partition, records }) => {
      for (const run of splitBySize(records)) {
        const messages = run.map(({ key, value, headers }) => ({
          partition,
          key,
          value,
          ...(headers === undefined ? {} : { headers: { ...headers } }),
        }));
        await send({ topic, messages }).catch((error: unknown) => {
          counts.forgetPartitions(topic);
          throw error;
        });
      }
    }),
  );
  const failed = settled.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/**
 * Records by partition, in order: murmur2 of the key, as in Kafka's own clients. Those without a key go to one
 * partition together, another one each time.
 *
 * @param partitions how many there are
 */
export function recordsByPartition(
  records: readonly OutgoingRecord[],
  partitions: number,
): Map<number, OutgoingRecord[]> {
  const byPartition = new Map<number, OutgoingRecord[]>();
  const anyPartition = Math.floor(Math.random() * partitions);
  for (const record of records) {
    const partition = record.key === null ? anyPartition : partitionOf(record.key, partitions);
    const ofPartition = byPartition.get(partition);
    if (ofPartition === undefined) byPartition.set(partition, [record]);
    else ofPartition.push(record);
  }
  return byPartition;
}

function partitionOf(key: string | Buffer, partitions: number): number {
  return (murmur2(typeof key === 'string' ? Buffer.from(key) : key) & 0x7fffffff) % partitions;
}

/** Lengths, timestamp and offset deltas, attributes: at most this many bytes a record or a header. */
const overhead = 32;

/**
 * Bytes that go into one record batch at most, before compression: below the smallest `max.message.bytes` of our
 * topics. kafkajs makes one batch of all messages of a call for a partition, however many they are.
 */
const largestBatch = 900 * 1024;

/**
 * Cuts records into runs that fit one batch, in order. A record that is larger by itself gets a run of its own: whether
 * the topic takes it is the broker's to say.
 */
export function splitBySize(records: readonly OutgoingRecord[], limit = largestBatch): OutgoingRecord[][] {
  const runs: OutgoingRecord[][] = [];
  let run: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = sizeInBatch(record);
    if (run.length > 0 && bytes + size > limit) {
      runs.push(run);
      run = [];
      bytes = 0;
    }
    run.push(record);
    bytes += size;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** An upper bound of a record's size in a batch, in bytes. */
export function sizeInBatch(record: OutgoingRecord): number {
  const headers = Object.values(record.headers ?? {}).flat().length;
  return sizeOf(record) + overhead * (1 + headers);
}
