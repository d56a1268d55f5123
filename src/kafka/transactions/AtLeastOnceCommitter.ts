import { CompressionTypes, type Kafka, type Producer } from 'kafkajs';
import { createIdempotentProducer } from '../createIdempotentProducer';
import { CommitError, outcomeOf, type Committer, type CommitterOptions, type Slice } from './Committer';
import { resumeOffset } from './resumeOffset';
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
export class AtLeastOnceCommitter implements Committer {
  readonly #kafka: Kafka;
  readonly #options: AtLeastOnceOptions;
  readonly #place: string;
  #producer: Producer | undefined;

  constructor(kafka: Kafka, options: AtLeastOnceOptions) {
    this.#kafka = kafka;
    this.#options = options;
    this.#place = `${options.topic}[${options.partition}] for group ${options.group}`;
  }

  async claim(): Promise<bigint> {
    await this.close();
    const producer = createIdempotentProducer(this.#kafka);
    this.#producer = producer;
    try {
      await producer.connect();
      return await resumeOffset(this.#kafka, this.#options);
    } catch (error) {
      throw this.#abandon(error);
    }
  }

  async commit({ outputs, nextOffset }: Slice): Promise<void> {
    const producer = this.#producer;
    if (producer === undefined) throw new CommitError('retry', this.#place, new Error('it is not claimed'));
    try {
      for (const topicMessages of sendableBatches(outputs)) {
        await producer.sendBatch({ topicMessages, acks: -1, compression: CompressionTypes.GZIP });
      }
      await this.#options.commitOffset(nextOffset);
    } catch (error) {
      throw this.#abandon(error);
    }
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  /** After a failure kafkajs would give the next records the sequence numbers of these, and the broker drop them. */
  #abandon(error: unknown): CommitError {
    void this.close();
    return new CommitError(outcomeOf(error), this.#place, error);
  }
}
