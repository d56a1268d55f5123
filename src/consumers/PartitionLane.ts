import type { Outcome } from './Outcome';
import { type SourceRecord, sizeOf } from './SourceRecord';

/** A record and what became of it, ready to commit. */
export interface Answered {
  record: SourceRecord;
  outcome: Outcome;
}

export interface PartitionLaneEvents {
  /** Writes the outcomes and moves the group's offset to `nextOffset`, all or nothing. */
  commit: (slice: Answered[], nextOffset: bigint) => Promise<void>;
  /** The slice is committed: its memory is free. */
  committed: (slice: Answered[]) => void;
  /** The records are given up without a commit: their memory is free too. */
  abandoned: (records: SourceRecord[]) => void;
  /** Nothing of this lane will be committed any more. */
  failed: (error: unknown) => void;
}

/** One commit carries at most this much: a record batch must stay below the broker's message.max.bytes. */
const maxSliceRecords = 500;
const maxSliceBytes = 512 * 1024;

/**
 * The work in hand of one input partition, in offset order. Outcomes may come in any order; what is committed is
 * always the answered head of the line, so offsets never pass a record without an outcome. While one slice
 * commits, the next gathers.
 */
export class PartitionLane {
  #position: bigint;
  readonly #events: PartitionLaneEvents;
  readonly #line: { record: SourceRecord; outcome?: Outcome }[] = [];
  #committing = false;
  #closed = false;
  #onEmpty: (() => void)[] = [];

  /**
   * @param position offset of the next record to take
   */
  constructor(position: bigint, events: PartitionLaneEvents) {
    this.#position = position;
    this.#events = events;
  }

  /** Whether nothing more will be committed here: abandoned or failed. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Offset of the next record to take. */
  get nextOffset(): bigint {
    return this.#position;
  }

  /** Whether everything taken is committed. */
  get empty(): boolean {
    return this.#line.length === 0;
  }

  /** When the oldest record in hand was written, Unix milliseconds. */
  get oldestTimestamp(): number | undefined {
    return this.#line[0]?.record.timestamp;
  }

  /** Takes a record in; its place in the line is kept until its outcome is there. */
  take(record: SourceRecord, outcome: Promise<Outcome>): void {
    if (this.#closed) {
      this.#events.abandoned([record]);
      return;
    }
    const place: { record: SourceRecord; outcome?: Outcome } = { record };
    this.#line.push(place);
    this.#position = record.offset + 1n;
    outcome.then(
      (value) => {
        place.outcome = value;
        void this.#commitHead();
      },
      (error: unknown) => this.#fail(error),
    );
  }

  /** Resolves when everything taken is committed, or the lane is closed. */
  drained(): Promise<void> {
    if (this.#line.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#onEmpty.push(resolve));
  }

  /** Gives up what is not yet committed: the partition is somebody else's, or will be read again. */
  abandon(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#events.abandoned(this.#line.splice(0).map(({ record }) => record));
    this.#settleDrained();
  }

  async #commitHead(): Promise<void> {
    if (this.#committing) return;
    this.#committing = true;
    try {
      for (
        let slice = this.#answeredHead();
        slice.length > 0 && !this.#closed;
        slice = this.#answeredHead()
      ) {
        const last = slice[slice.length - 1] as Answered;
        await this.#events.commit(slice, last.record.offset + 1n);
        // Abandoned meanwhile: the records were given back then, whether or not this commit came through.
        if (this.closed) return;
        this.#line.splice(0, slice.length);
        this.#events.committed(slice);
      }
      if (this.#line.length === 0) this.#settleDrained();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#committing = false;
    }
  }

  #answeredHead(): Answered[] {
    const slice: Answered[] = [];
    let bytes = 0;
    for (const { record, outcome } of this.#line) {
      bytes += sizeOf(record);
      const full = slice.length === maxSliceRecords || (slice.length > 0 && bytes > maxSliceBytes);
      if (outcome === undefined || full) break;
      slice.push({ record, outcome });
    }
    return slice;
  }

  #fail(error: unknown): void {
    if (this.#closed) return;
    this.abandon();
    this.#events.failed(error);
  }

  #settleDrained(): void {
    for (const resolve of this.#onEmpty.splice(0)) resolve();
  }
}
