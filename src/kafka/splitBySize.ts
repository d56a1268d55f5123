import type { IHeaders } from 'kafkajs';

/** A record ready to be sent: its content is bytes already. */
export interface EncodedMessage {
  /** Decides the partition, by murmur2 as in Kafka's own clients; without one, any partition. */
  key: string | Buffer | null;
  value: Buffer | null;
  headers?: IHeaders;
}

/** Lengths, timestamp and offset deltas, attributes: at most this many bytes a record or a header. */
const overhead = 32;

/**
 * Bytes that go into one record batch at most, before compression: below the smallest `max.message.bytes` of our
 * topics. kafkajs makes one batch of all messages of a call for a partition, however many they are.
 */
export const largestBatch = 900 * 1024;

/**
 * Cuts messages into runs whose records fit one batch, in order. A message that is larger by itself gets a run of
 * its own: whether the topic takes it is the broker's to say.
 */
export function splitBySize<M extends EncodedMessage>(messages: readonly M[], limit = largestBatch): M[][] {
  const runs: M[][] = [];
  let run: M[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (run.length > 0 && bytes + size > limit) {
      runs.push(run);
      run = [];
      bytes = 0;
    }
    run.push(message);
    bytes += size;
  }
  if (run.length > 0) runs.push(run);
  return runs;
}

/** An upper bound of a record's size in a batch, in bytes. */
export function sizeOf({ key, value, headers = {} }: EncodedMessage): number {
  let size = overhead + lengthOf(key) + lengthOf(value);
  for (const [name, content] of Object.entries(headers)) {
    for (const each of [content].flat()) size += overhead + Buffer.byteLength(name) + lengthOf(each);
  }
  return size;
}

function lengthOf(content: string | Buffer | null | undefined): number {
  return content === null || content === undefined ? 0 : Buffer.byteLength(content);
}
