import { CompressionTypes, type Producer } from 'kafkajs';
import { createIdempotentProducer } from '../createIdempotentProducer';
import type { CommitterOptions, Slice } from './Committer';
import { ProducerCommitter } from './ProducerCommitter';
import { sendableBatches } from './sendableBatches';

export interface AtLeastOnceOptions extends CommitterOptions {
  /**
   * Commits the offset as a member of the group: `consumer.commitOffsets`. Only the member can, and the broker
   * refuses it once the partition is another's.
   */
  commitOffset: (nextOffset: bigint) => Promise<void>;
}

/**
 * Results first, then the offset: faster than a transaction, and after a failure between the two some results
 * come twice. Their segment ids tell.
 */
export class AtLeastOnceCommitter extends ProducerCommitter<AtLeastOnceOptions> {
  protected override createProducer(): Producer {
    return createIdempotentProducer(this.kafka);
  }

  /** Nobody is shut out: only the offset's commit is refused to who lost the partition. */
  protected override fence(): Promise<void> {
    return Promise.resolve();
  }

  protected override async write(producer: Producer, { outputs, nextOffset }: Slice): Promise<void> {
    for (const topicMessages of sendableBatches(outputs)) {
      await producer.sendBatch({ topicMessages, acks: -1, compression: CompressionTypes.GZIP });
    }
    await this.options.commitOffset(nextOffset);
  }
}
