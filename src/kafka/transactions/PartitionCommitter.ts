import {
  CompressionTypes,
  Partitioners,
  type Kafka,
  type Producer,
  type RetryOptions,
  type Transaction,
} from 'kafkajs';
import { kafkaFaultOf } from '../kafkaErrors';
import { retryTransient } from '../retryTransient';
import type { CommitterOptions, Slice } from './Committer';
import { ProducerCommitter } from './ProducerCommitter';
import { sendableBatches } from './sendableBatches';

/**
 * After a transaction the coordinator is busy for some milliseconds and answers CONCURRENT_TRANSACTIONS: a first
 * pause of 5 ms instead of kafkajs's 300 makes tens of transactions a second out of four.
 */
const retry: RetryOptions = {
  initialRetryTime: 5,
  factor: 0.2,
  multiplier: 2,
  maxRetryTime: 1000,
  retries: 14,
};

/**
 * An open transaction holds back the readers of its output partitions. Ours take milliseconds; one that was
 * abandoned (its process is dead and nobody claims the partition) is aborted by the coordinator after this time.
 */
const transactionTimeout = 30_000;

/**
 * Exactly once for one input partition: results and offset in one transaction.
 *
 * The transactional id names the input partition, as Kafka Streams did it at first (KIP-129): whoever claims the
 * partition gets a new epoch of that id, and the broker refuses every request of an older epoch. kafkajs sends
 * TxnOffsetCommit without a generation, so the later way, one id a process fenced by the group's generation
 * (KIP-447), would let a process commit that was paused while its partition went to another.
 */
export class PartitionCommitter extends ProducerCommitter {
  readonly transactionalId: string;

  constructor(kafka: Kafka, options: CommitterOptions) {
    super(kafka, options);
    const { group, topic, partition } = options;
    this.transactionalId = `${group}-${topic}-${partition}`;
  }

  protected override createProducer(): Producer {
    return this.kafka.producer({
      transactionalId: this.transactionalId,
      transactionTimeout,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      retry,
    });
  }

  /**
   * Beginning the first transaction asks for the new epoch, which aborts what an older one left open and waits until
   * that is written. Only then is the committed offset the last word.
   */
  protected override async fence(producer: Producer): Promise<void> {
    const empty = await producer.transaction();
    await empty.abort();
  }

  protected override async write(producer: Producer, { outputs, nextOffset }: Slice): Promise<void> {
    const transaction = await producer.transaction();
    for (const topicMessages of sendableBatches(outputs)) {
      await transaction.sendBatch({ topicMessages, acks: -1, compression: CompressionTypes.GZIP });
    }
    await this.#sendOffset(transaction, nextOffset);
    await transaction.commit();
  }

  /** kafkajs repeats a send that the busy coordinator refuses, but not this, which comes first in an empty slice. */
  async #sendOffset(transaction: Transaction, nextOffset: bigint): Promise<void> {
    const { group, topic, partition } = this.options;
    const partitions = [{ partition, offset: String(nextOffset) }];
    await retryTransient(
      () => transaction.sendOffsets({ consumerGroupId: group, topics: [{ topic, partitions }] }),
      {
        deadlineMs: transactionTimeout / 2,
        firstPauseMs: 5,
        isTransient: (error) => kafkaFaultOf(error).type === 'CONCURRENT_TRANSACTIONS',
      },
    );
  }
}
