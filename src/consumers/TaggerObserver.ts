import type { BatchReport } from './classify';
import type { Answered } from './Outcome';
import type { Taken } from './takeRecords';

/** A record with what became of it. */
export type AnsweredRecord = Answered<Taken>;

/** What happens in a tagger, for whoever looks on: metrics, probes, the log, the page. None of it is waited for. */
export interface TaggerObserver {
  /** The group gave these partitions; possibly none. */
  assigned?(partitions: readonly number[]): void;
  /** They were taken away again: by a rebalance, by an error, or since the tagger stops. */
  revoked?(partitions: readonly number[]): void;
  /** A record was read. */
  taken?(): void;
  /** The engine classified a micro-batch. */
  batchRan?(report: BatchReport): void;
  /** These labels and dead letters are on their topics, and the offset behind them is committed. */
  committed?(slice: readonly AnsweredRecord[]): void;
  /**
   * @param records how many of a partition can be read and are not committed
   * @param seconds age of the oldest of them
   */
  lag?(partition: number, records: number, seconds: number): void;
  /** The lag could not be asked for. */
  lagUnknown?(error: unknown): void;
  /** The membership in the group ended with an error; another begins after the pause. */
  failed?(error: unknown, pauseMs: number): void;
}

type Told = Required<TaggerObserver>;

/** Tells several observers, in their order. */
export function observers(all: readonly TaggerObserver[]): Told {
  return {
    assigned: (partitions) => all.forEach((one) => one.assigned?.(partitions)),
    revoked: (partitions) => all.forEach((one) => one.revoked?.(partitions)),
    taken: () => all.forEach((one) => one.taken?.()),
    batchRan: (report) => all.forEach((one) => one.batchRan?.(report)),
    committed: (slice) => all.forEach((one) => one.committed?.(slice)),
    lag: (partition, records, seconds) => all.forEach((one) => one.lag?.(partition, records, seconds)),
    lagUnknown: (error) => all.forEach((one) => one.lagUnknown?.(error)),
    failed: (error, pauseMs) => all.forEach((one) => one.failed?.(error, pauseMs)),
  };
}
