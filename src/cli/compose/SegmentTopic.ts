import { KafkaSegmentPublisher } from '../../kafka/KafkaSegmentPublisher';
import type { SegmentPublisher } from '../../producers/publishSegments';
import type { RecordCodec } from '../../records/RecordCodec';
import type { TranscriptSegment } from '../../records/TranscriptSegment';

/** The segments topic as a producer sees it: encodes, keys by stream, writes. */
export class SegmentTopic implements SegmentPublisher {
  constructor(
    private readonly publisher: KafkaSegmentPublisher,
    private readonly codec: RecordCodec<TranscriptSegment>,
  ) {}

  async publish(batch: TranscriptSegment[]): Promise<void> {
    const encode = async (segment: TranscriptSegment) => ({
      key: segment.streamId,
      value: await this.codec.encode(segment),
    });
    await this.publisher.publish(await Promise.all(batch.map(encode)));
  }

  close(): Promise<void> {
    return this.publisher.close();
  }
}
