import { Observable, type OperatorFunction, type SchedulerLike, asyncScheduler, from } from 'rxjs';
import type { ObservableInput, Subscription } from 'rxjs';

/** When a micro-batch is full, and how long the first of it may wait. */
export interface MicroBatchLimits {
  maxSegments: number;
  /** Sum of the items' tokens; a single item above it still runs, alone. */
  maxTokens: number;
  /** Milliseconds from an item's arrival to its batch being due, full or not. */
  lingerMs: number;
  /** Batches that may run at the same time. */
  concurrency: number;
}

/**
 * RxJS operator: gathers items into micro-batches, runs each and emits the results in the order of the batches.
 *
 * A batch leaves when it is full or its first item has waited `lingerMs`, and a run is free. While all runs are
 * busy the gathering goes on, so batches grow with the load by themselves: little latency when idle, large
 * efficient batches when behind.
 *
 * Emits one result per batch. An error of the source or of a run ends the stream at once; completion waits for
 * what was gathered.
 */
export function microBatch<T, R>(
  run: (batch: T[]) => ObservableInput<R>,
  tokensOf: (item: T) => number,
  limits: MicroBatchLimits,
  scheduler: SchedulerLike = asyncScheduler,
): OperatorFunction<T, R> {
  return (source) =>
    new Observable<R>((subscriber) => {
      interface Waiting {
        item: T;
        tokens: number;
        dueAt: number;
      }
      const waiting: Waiting[] = [];
      let armedFor: Waiting | undefined;
      /** Batches sent, oldest first; a result waits here until those before it are out. */
      const running: { results: R[]; done: boolean }[] = [];
      let active = 0;
      let sourceDone = false;
      let timer: Subscription | undefined;

      const dispatch = (): void => {
        while (active < limits.concurrency && waiting.length > 0) {
          const size = batchSize();
          const first = waiting[0] as Waiting;
          const full = size < waiting.length || size === limits.maxSegments;
          if (!full && !sourceDone && scheduler.now() < first.dueAt) {
            arm(first);
            return;
          }
          start(waiting.splice(0, size).map(({ item }) => item));
        }
        if (sourceDone && active === 0 && waiting.length === 0) subscriber.complete();
      };

      /** How many of the waiting fit into one batch: at least one. */
      const batchSize = (): number => {
        let tokens = 0;
        for (const [index, next] of waiting.entries()) {
          tokens += next.tokens;
          if (index === limits.maxSegments || (index > 0 && tokens > limits.maxTokens)) return index;
        }
        return waiting.length;
      };

      /** Not longer than the linger: a wall clock that is set back must not hold the batch. */
      const arm = (first: Waiting): void => {
        if (armedFor === first) return;
        armedFor = first;
        timer?.unsubscribe();
        const left = Math.min(limits.lingerMs, Math.max(0, first.dueAt - scheduler.now()));
        timer = scheduler.schedule(() => {
          first.dueAt = -Infinity;
          dispatch();
        }, left);
      };

      const start = (batch: T[]): void => {
        const slot = { results: [] as R[], done: false };
        running.push(slot);
        active += 1;
        subscriber.add(
          from(run(batch)).subscribe({
            next: (result) => slot.results.push(result),
            error: (error: unknown) => subscriber.error(error),
            complete: () => {
              active -= 1;
              slot.done = true;
              emitInOrder();
              dispatch();
            },
          }),
        );
      };

      const emitInOrder = (): void => {
        while (running[0]?.done === true)
          running.shift()?.results.forEach((result) => subscriber.next(result));
      };

      subscriber.add(() => timer?.unsubscribe());
      subscriber.add(
        source.subscribe({
          next: (item) => {
            waiting.push({ item, tokens: tokensOf(item), dueAt: scheduler.now() + limits.lingerMs });
            dispatch();
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => {
            sourceDone = true;
            dispatch();
          },
        }),
      );
    });
}
