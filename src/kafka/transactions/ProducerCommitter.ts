import type { Kafka, Producer } from 'kafkajs';
import { CommitError } from '../CommitError';
import { commitError, type Committer, type CommitterOptions, type Slice } from './Committer';
import { resumeOffset } from './resumeOffset';

/**
 * What committers share: a producer from a claim to the first failure. A kafkajs producer is of no use after a
 * failed transaction, and would give later records the sequence numbers of failed ones.
 */
export abstract class ProducerCommitter<O extends CommitterOptions = CommitterOptions> implements Committer {
  readonly #place: string;
  #producer: Producer | undefined;

  constructor(
    protected readonly kafka: Kafka,
    protected readonly options: O,
  ) {
    const { group, topic, partition } = options;
    this.#place = `${topic}[${partition}] for group ${group}`;
  }

  protected abstract createProducer(): Producer;
  /** Shuts out whoever had the partition before, where that can be done. */
  protected abstract fence(producer: Producer): Promise<void>;
  protected abstract write(producer: Producer, slice: Slice): Promise<void>;

  async claim(): Promise<bigint> {
    await this.close();
    const producer = this.createProducer();
    this.#producer = producer;
    return this.#using(producer, async () => {
      await producer.connect();
      await this.fence(producer);
      return resumeOffset(this.kafka, this.options);
    });
  }

  async commit(slice: Slice): Promise<void> {
    const producer = this.#producer;
    if (producer === undefined) throw new CommitError('retry', this.#place, 'it is not claimed');
    await this.#using(producer, () => this.write(producer, slice));
  }

  async close(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.disconnect().catch(() => undefined);
  }

  async #using<T>(producer: Producer, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (this.#producer === producer) this.#producer = undefined;
      throw commitError(this.#place, error);
    } finally {
      // Failed, or closed meanwhile: a kafkajs client that was disconnected during its work connects again to go on.
      // Not awaited: it waits for answers that a dead broker will never give.
      if (this.#producer !== producer) void producer.disconnect().catch(() => undefined);
    }
  }
}
