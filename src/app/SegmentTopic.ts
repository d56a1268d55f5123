import { KafkaSegmentPublisher } from '../kafka/KafkaSegmentPublisher';
import type { SegmentPublisher } from '../producers/publishSegments';
import { startTrace } from './startTrace';
import type { RecordCodec } from '../records/RecordCodec';
import type { TranscriptSegment } from '../records/TranscriptSegment';

/** The segments topic as a producer sees it: encodes, keys by stream, starts a trace for each segment, writes. */
export class SegmentTopic implements SegmentPublisher {
  readonly #publisher: KafkaSegmentPublisher;
  readonly #codec: RecordCodec<TranscriptSegment>;
  constructor(publisher: KafkaSegmentPublisher, codec: RecordCodec<TranscriptSegment>) {
    this.#publisher = publisher;
    this.#codec = codec;
  }

  async publish(batch: TranscriptSegment[]): Promise<void> {
    const traces = batch.map(() => startTrace(this.#publisher.topic));
    const encode = async (segment: TranscriptSegment, index: number) => ({
      key: segment.streamId,
      value: await this.#codec.encode(segment),
      headers: { ...traces[index]?.headers },
    });
    try {
      await this.#publisher.publish(await Promise.all(batch.map(encode)));
    } finally {
      for (const trace of traces) trace.end();
    }
  }

  close(): Promise<void> {
    return this.#publisher.close();
  }
}
