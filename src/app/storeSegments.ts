import type { TopicWriter } from '../kafka/KafkaCluster';
import type { StoreSegments } from '../producers/publishSegments';
import type { RecordCodec } from '../records/RecordCodec';
import type { TranscriptSegment } from '../records/TranscriptSegment';
import { startTrace } from './startTrace';

/** Stores segments in their topic: encoded, under the key of their stream, each with a trace of its own. */
export function storeSegments(writer: TopicWriter, codec: RecordCodec<TranscriptSegment>): StoreSegments {
  return async (batch) => {
    const traces = batch.map(() => startTrace(writer.topic));
    const encode = async (segment: TranscriptSegment, index: number) => ({
      key: segment.streamId,
      value: await codec.encode(segment),
      headers: { ...traces[index]?.headers },
    });
    try {
      await writer.write(await Promise.all(batch.map(encode)));
    } finally {
      for (const trace of traces) trace.end();
    }
  };
}
