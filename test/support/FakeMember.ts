import { ReplaySubject } from 'rxjs';
import type { AssignedPartition, CommitSlice, GroupMember, PartitionLag } from '../../src/kafka/GroupMember';
import type { KafkaRecord } from '../../src/kafka/KafkaRecord';

/** A partition in memory; what is committed is kept. */
export class FakePartition implements AssignedPartition {
  readonly topic = 'segments';
  readonly partition: number;
  readonly commits: CommitSlice[] = [];
  /** How many records were asked for. */
  asked = 0;
  position = 0n;
  commitFails: (slice: CommitSlice) => Promise<void> = () => Promise.resolve();
  readonly #values: readonly (Buffer | null)[];
  readonly #ended: boolean;

  /** @param ended whether its records end after the last, as with `until`; else it waits for more for ever */
  constructor(partition: number, values: readonly (Buffer | null)[], ended = false) {
    this.partition = partition;
    this.#values = values;
    this.#ended = ended;
  }

  claim(): Promise<bigint> {
    return Promise.resolve(this.position);
  }

  async *records(from: bigint, until?: bigint): AsyncGenerator<KafkaRecord> {
    const { topic, partition } = this;
    const end = Math.min(this.#values.length, Number(until ?? this.#values.length));
    for (let offset = Number(from); offset < end; offset++) {
      this.asked += 1;
      const value = this.#values[offset] ?? null;
      const place = { topic, partition, offset: BigInt(offset), timestamp: 1000 + offset };
      yield { ...place, key: Buffer.from('stream'), value, headers: {} };
    }
    if (!this.#ended) await new Promise(() => undefined);
  }

  async commit(slice: CommitSlice): Promise<void> {
    await this.commitFails(slice);
    this.commits.push(slice);
    this.position = slice.nextOffset;
  }

  /** How many records went to a topic. */
  written(topic: string): number {
    const outputs = this.commits.flatMap((slice) => slice.outputs).filter((output) => output.topic === topic);
    return outputs.reduce((sum, { records }) => sum + records.length, 0);
  }
}

/** A group member whose assignments are given by the test. */
export class FakeMember implements GroupMember {
  readonly assignments = new ReplaySubject<readonly AssignedPartition[]>();
  left = false;
  lags: PartitionLag[] = [];

  /** @param partitions assigned at once */
  constructor(...partitions: AssignedPartition[]) {
    if (partitions.length > 0) this.assignments.next(partitions);
  }

  lag(): Promise<PartitionLag[]> {
    return Promise.resolve(this.lags);
  }

  leave(): Promise<void> {
    this.left = true;
    return Promise.resolve();
  }
}
