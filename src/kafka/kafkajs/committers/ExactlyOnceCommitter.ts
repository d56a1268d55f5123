import { setTimeout as delay } from 'node:timers/promises';
import { Partitioners, type Producer, type Transaction } from 'kafkajs';
import type { CommitSlice } from '../../GroupMember';
import { retryTransient } from '../admin';
import { kafkaFaultOf } from '../kafkaErrors';
import type { KafkajsClient } from '../KafkajsClient';
import { sendRecords } from '../sendRecords';
import { Committer, type CommitterOptions } from './Committer';

/**
 * An open transaction holds back the readers of its output partitions. Ours take milliseconds; one that was
 * abandoned (its process is dead and nobody claims the partition) is aborted by the coordinator after this time.
 */
const transactionTimeout = 30_000;
const abortDeadlineMs = 2000;

/**
 * Exactly once for one input partition: results and offset in one transaction.
 *
 * The transactional id names the input partition, as Kafka Streams did it at first (KIP-129): whoever claims the
 * partition gets a new epoch of that id, and the broker refuses every request of an older epoch. kafkajs sends
 * TxnOffsetCommit without a generation, so the later way, one id a process fenced by the group's generation
 * (KIP-447), would let a process commit that was paused while its partition went to another.
 */
export class ExactlyOnceCommitter extends Committer {
  readonly transactionalId: string;

  constructor(client: KafkajsClient, options: CommitterOptions) {
    super(client, options);
    const { group, topic, partition } = options;
    this.transactionalId = `${group}-${topic}-${partition}`;
  }

  protected override createProducer(): Producer {
    return this.client.kafka.producer({
      transactionalId: this.transactionalId,
      transactionTimeout,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      // What fails inside a transaction is aborted and done again from the records on, never sent again by kafkajs.
      retry: { retries: 0 },
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

  protected override async write(producer: Producer, { outputs, nextOffset }: CommitSlice): Promise<void> {
    const { compression } = this.client;
    const { group, topic, partition } = this.options;
    const offsets = {
      consumerGroupId: group,
      topics: [{ topic, partitions: [{ partition, offset: String(nextOffset) }] }],
    };
    const transaction = await producer.transaction();
    try {
      await sendRecords(outputs, this.client, (request) =>
        whileBusy(() => transaction.send({ ...request, acks: -1, compression })),
      );
      await whileBusy(() => transaction.sendOffsets(offsets));
      await transaction.commit();
    } catch (error) {
      await abandon(transaction);
      throw error;
    }
  }
}

/**
 * After a transaction the coordinator is busy for some milliseconds and answers CONCURRENT_TRANSACTIONS to the first
 * request of the next one, before anything is written. A first pause of 5 ms instead of kafkajs's 300 makes tens of
 * transactions a second out of four.
 */
function whileBusy<T>(request: () => Promise<T>): Promise<T> {
  return retryTransient(request, {
    deadlineMs: transactionTimeout / 2,
    firstPauseMs: 5,
    isTransient: (error) => kafkaFaultOf(error).type === 'CONCURRENT_TRANSACTIONS',
  });
}

/**
 * So that readers need not wait for the next claim or the timeout. A broker that is dead will not answer, and one that
 * was fenced is told so: then the next claim aborts it.
 */
async function abandon(transaction: Transaction): Promise<void> {
  if (!transaction.isActive()) return;
  const aborted = transaction.abort().catch(() => undefined);
  await Promise.race([aborted, delay(abortDeadlineMs, undefined, { ref: false })]);
}
