import type { Batch } from 'kafkajs';
import type { Committer } from '../kafka/transactions/Committer';
import type { PartitionLane } from './PartitionLane';

/**
 * A partition from its assignment to the next rebalance: claimed at once, so that the first segment does not wait
 * for it.
 */
export class HeldPartition {
  readonly #committer: Committer;
  /** The partition's lane, when it is claimed. */
  readonly claimed: Promise<PartitionLane>;
  #lane: PartitionLane | undefined;
  #released = false;
  #positioned = false;
  /** Offset up to which the topic was read, exclusive: beyond the last record there may be transaction markers. */
  #readTo = 0n;

  constructor(committer: Committer, createLane: (position: bigint) => PartitionLane) {
    this.#committer = committer;

    this.claimed = committer.claim().then((position) => {
      this.#lane = createLane(position);
      if (this.#released) this.#lane.abandon();
      return this.#lane;
    });
  }

  /** Undefined until claimed. */
  get lane(): PartitionLane | undefined {
    return this.#lane;
  }

  /**
   * The offset to send the consumer to before it takes a batch; undefined where the batch starts as it should. Where
   * kafkajs began to read was looked up before the claim, and the former owner may have committed in between.
   */
  seekBefore(batch: Batch, lane: PartitionLane): bigint | undefined {
    if (this.#positioned) return undefined;
    this.#positioned = true;
    // A batch of nothing but transaction markers has no first offset.
    const first = BigInt(batch.firstOffset() ?? batch.lastOffset());
    return first === lane.nextOffset ? undefined : lane.nextOffset;
  }

  /** The topic was read up to an offset, exclusive. */
  read(offset: bigint): void {
    this.#readTo = offset;
  }

  /** Whether everything before an offset is read and committed. */
  isAt(end: bigint): boolean {
    const lane = this.#lane;
    if (lane === undefined || !lane.empty) return false;
    return lane.nextOffset >= end || this.#readTo >= end;
  }

  /** Gives up what is not committed. */
  release(): void {
    this.#released = true;
    this.#lane?.abandon();
    const close = (): Promise<void> => this.#committer.close();
    // A claim under way is let through first: its producer cannot be closed before it is there.
    void this.claimed.then(close, close).catch(() => undefined);
  }
}
