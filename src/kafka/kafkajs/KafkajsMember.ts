import { setTimeout as delay } from 'node:timers/promises';
import type { Admin, Consumer, Offsets } from 'kafkajs';
import { Observable, type Subscriber } from 'rxjs';
import { EmostreamError } from '../../common/errors';
import { CommitError } from '../CommitError';
import type { AssignedPartition, GroupMember, GroupOptions, PartitionLag } from '../GroupMember';
import { lagOf } from '../lag';
import { retryTransient } from './admin';
import { batchTooLarge } from './codecs';
import { AtLeastOnceCommitter } from './committers/AtLeastOnceCommitter';
import type { Committer } from './committers/Committer';
import { ExactlyOnceCommitter } from './committers/ExactlyOnceCommitter';
import { kafkaFaultOf } from './kafkaErrors';
import type { KafkajsClient } from './KafkajsClient';
import { givenAway, MemberPartition } from './MemberPartition';
import { committedOffsets, spansOf } from './offsets';

/** How long leaving may take: a broker that does not answer must not hold up the end of a process. */
const leaveDeadlineMs = 10_000;

type Subscribed = Subscriber<readonly AssignedPartition[]>;

/** A member of a consumer group over kafkajs's consumer. */
export class KafkajsMember implements GroupMember {
  readonly assignments: Observable<readonly AssignedPartition[]>;
  readonly #client: KafkajsClient;
  readonly #options: GroupOptions;
  #consumer: Consumer | undefined;
  #admin: Admin | undefined;
  #held = new Map<number, MemberPartition>();
  #revoked: Promise<unknown> = Promise.resolve();
  /** Settled when no lag is under way. */
  #lagged: Promise<unknown> = Promise.resolve();
  /** Counts assignments. */
  #generation = 0;
  #commitOffsets: ((offsets: Offsets) => Promise<void>) | undefined;
  #left: Promise<void> | undefined;

  constructor(client: KafkajsClient, options: GroupOptions) {
    this.#client = client;
    this.#options = options;
    this.assignments = new Observable((subscriber) => {
      if (this.#consumer !== undefined || this.#left !== undefined)
        throw new Error('a member has one life: make a new one to join again');
      void this.#join(subscriber);
    });
  }

  lag(): Promise<PartitionLag[]> {
    const lag = this.#lag();
    this.#lagged = settled(this.#lagged, lag);
    return lag;
  }

  leave(): Promise<void> {
    this.#left ??= this.#leave();
    return this.#left;
  }

  async #lag(): Promise<PartitionLag[]> {
    const { group, topic } = this.#options;
    if (this.#held.size === 0) return [];
    const admin = (this.#admin ??= this.#client.kafka.admin({ retry: { retries: 2 } }));
    // Connecting again is free while connected, and needed after the broker was away.
    await admin.connect();
    if (this.#held.size === 0) return [];
    const spans = await spansOf(admin, topic);
    if (this.#held.size === 0) return [];
    const committed = await committedOffsets(admin, group, topic);
    return spans.flatMap(({ partition, earliest, end }) => {
      const held = this.#held.get(partition);
      if (held === undefined) return [];
      const told = committed.get(partition) ?? -1n;
      const stands = held.committed > told ? held.committed : told;
      const records = lagOf({ earliest, end, committed: stands, read: held.readTo });
      return [{ partition, records: Number(records) }];
    });
  }

  async #join(subscriber: Subscribed): Promise<void> {
    const fail = (error: unknown): void => {
      if (this.#left !== undefined) return;
      void this.leave();
      subscriber.error(this.#membershipLost(error));
    };
    try {
      const consumer = this.#createConsumer();
      this.#consumer = consumer;
      this.#follow(consumer, subscriber, fail);
      await consumer.connect();
      await consumer.subscribe({ topics: [this.#options.topic], fromBeginning: true });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        // Partitions wait for their reader and their claim apart from each other.
        partitionsConsumedConcurrently: 1000,
        eachBatch: (payload) => {
          this.#commitOffsets = (offsets) => payload.commitOffsetsIfNecessary(offsets);
          return this.#held.get(payload.batch.partition)?.take(payload) ?? Promise.resolve();
        },
      });
    } catch (error) {
      fail(error);
    }
    // It was told to leave while it was joining: kafkajs goes on with what it is at.
    if (this.#left !== undefined) await this.#consumer?.disconnect().catch(() => undefined);
  }

  #createConsumer(): Consumer {
    return this.#client.kafka.consumer({
      groupId: this.#options.group,
      // How long the partitions of a killed member wait for another. Inference runs in a worker, so this thread
      // never misses its heartbeats for long.
      sessionTimeout: 10_000,
      // One record takes little; small fetches keep a batch's stay in memory, and the wait for it, short.
      maxBytesPerPartition: 256 * 1024,
      maxWaitTimeInMs: 250,
      allowAutoTopicCreation: false,
      // kafkajs would restart by itself what it deems retriable; here every crash ends the membership.
      retry: { restartOnFailure: () => Promise.resolve(false) },
    });
  }

  #follow(consumer: Consumer, subscriber: Subscribed, fail: (error: unknown) => void): void {
    const { topic } = this.#options;
    const { events } = consumer;
    consumer.on(events.CRASH, ({ payload }) => fail(payload.error));
    consumer.on(events.GROUP_JOIN, ({ payload }) => {
      if (this.#left === undefined)
        subscriber.next(this.#assign(consumer, payload.memberAssignment[topic] ?? []));
    });
    // Comes also for a fetch of nothing but transaction markers, which eachBatch never sees.
    consumer.on(events.END_BATCH_PROCESS, ({ payload }) => {
      const { partition, batchSize, firstOffset, lastOffset } = payload;
      if (batchSize > 0) return;
      // kafkajs says null where its types do not: all that was fetched lies before what was asked for.
      const first = (firstOffset as string | null) ?? lastOffset;
      this.#held.get(partition)?.skipped(BigInt(first), BigInt(lastOffset));
    });
  }

  #assign(consumer: Consumer, partitions: readonly number[]): MemberPartition[] {
    const { group, topic } = this.#options;
    this.#revokeAll();
    const held = partitions.map((partition) => {
      const at = { topic, partition };
      const only = [{ topic, partitions: [partition] }];
      const controls = {
        seek: (offset: bigint): void => unlessCrashed(() => consumer.seek({ ...at, offset: String(offset) })),
        pause: (): void => unlessCrashed(() => consumer.pause(only)),
        resume: (): void => unlessCrashed(() => consumer.resume(only)),
      };
      // kafkajs keeps a pause over rebalances.
      controls.resume();
      return new MemberPartition({
        group,
        topic,
        partition,
        controls,
        committer: this.#committer(partition),
      });
    });
    this.#held = new Map(held.map((each) => [each.partition, each]));
    return held;
  }

  #committer(partition: number): Committer {
    const { group, topic, delivery } = this.#options;
    const place = { group, topic, partition };
    if (delivery === 'exactly-once') return new ExactlyOnceCommitter(this.#client, place);
    const generation = this.#generation;
    const commitOffset = (nextOffset: bigint): Promise<void> =>
      retryTransient(() => this.#commitOffset(partition, nextOffset, generation), {
        deadlineMs: 10_000,
        firstPauseMs: 50,
      });
    return new AtLeastOnceCommitter(this.#client, { ...place, commitOffset });
  }

  /**
   * Commits as the member of the generation in which the partition was assigned, and in no other. `commitOffsets` of
   * the consumer tries again with the next generation, which may have given the partition to another member: that
   * one's offset would be rewound.
   */
  async #commitOffset(partition: number, nextOffset: bigint, generation: number): Promise<void> {
    const { topic } = this.#options;
    const place = `${topic}[${partition}]`;
    // A callback of its own: between two steps of kafkajs the new generation is there and its assignment is not.
    await new Promise((resolve) => setImmediate(resolve));
    if (generation !== this.#generation) throw new CommitError('fenced', place, givenAway);
    if (this.#commitOffsets === undefined) throw new CommitError('retry', place, 'nothing was read yet');
    const partitions = [{ partition, offset: String(nextOffset) }];
    await this.#commitOffsets({ topics: [{ topic, partitions }] });
  }

  #revokeAll(): void {
    this.#generation += 1;
    this.#revoked = settled(this.#revoked, ...[...this.#held.values()].map((each) => each.revoke()));
    this.#held.clear();
  }

  async #leave(): Promise<void> {
    this.#revokeAll();
    // After a lag under way: an admin that is disconnected between two of its requests connects again for the next.
    const asked = this.#lagged.then(() => this.#admin?.disconnect());
    const over = Promise.allSettled([this.#revoked, this.#consumer?.disconnect(), asked]);
    await Promise.race([over, delay(leaveDeadlineMs, undefined, { ref: false })]);
  }

  #membershipLost(cause: unknown): EmostreamError {
    const { group, topic } = this.#options;
    const { type, code, message } = kafkaFaultOf(cause);
    const reason = type === undefined ? message : `${type}: ${message}`;
    return new EmostreamError(`the membership of group ${group} on ${topic} ended: ${reason}`, {
      code: 'membership_lost',
      fault: 'environment',
      hint:
        code === batchTooLarge
          ? 'Find out who writes that; kafka-delete-records removes what lies before an offset.'
          : 'Check that the brokers run and can be reached.',
      cause,
    });
  }
}

/** Resolves when all have settled, and keeps nothing of them. */
async function settled(...promises: Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(promises);
}

/** kafkajs refuses to steer a consumer that has crashed, a moment before it says that it has. */
function unlessCrashed(steer: () => void): void {
  try {
    steer();
  } catch {
    // The event of the crash follows.
  }
}
