import {
  catchError,
  concat,
  defer,
  finalize,
  ignoreElements,
  type MonoTypeOperatorFunction,
  type Observable,
  retry,
  type SchedulerLike,
  asyncScheduler,
  takeUntil,
  throwError,
  timer,
} from 'rxjs';

export interface StartAnewOptions {
  /** Whether another session would end the same way. */
  isPointless: (error: unknown) => boolean;
  onFailure: (error: unknown, pauseMs: number) => void;
  /** From then on no further session begins; emits at once where that was before. */
  stop: Observable<unknown>;
  scheduler?: SchedulerLike;
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;
/** A session that lasted so long was a good one: the next failure begins with a short pause again. */
const goodSessionMs = 60_000;

/**
 * RxJS operator: after a failure the source is subscribed to again, with pauses that grow from 0.5 to 15 s while the
 * failures follow on each other. Told to stop, it completes instead.
 */
export function startAnewAfterFailure<T>({
  isPointless,
  onFailure,
  stop,
  scheduler = asyncScheduler,
}: StartAnewOptions): MonoTypeOperatorFunction<T> {
  return (source) => {
    let pauseMs = firstPauseMs;
    let startedAt = 0;
    return defer(() => {
      startedAt = scheduler.now();
      return source;
    }).pipe(
      retry({
        delay: (error: unknown) => {
          if (isPointless(error)) return throwError(() => error);
          if (scheduler.now() - startedAt > goodSessionMs) pauseMs = firstPauseMs;
          onFailure(error, pauseMs);
          const pause = timer(pauseMs, scheduler).pipe(takeUntil(stop));
          pauseMs = Math.min(pauseMs * 2, longestPauseMs);
          return pause;
        },
      }),
    );
  };
}

/**
 * RxJS operator: when the source ends, `leave` is waited for before the end or the error is passed on. When it is
 * unsubscribed from, it leaves too.
 *
 * @param leave idempotent
 */
export function leavingAfterwards<T>(leave: () => Promise<void>): MonoTypeOperatorFunction<T> {
  const left = defer(leave).pipe(ignoreElements());
  return (source) =>
    concat(source, left).pipe(
      catchError((error: unknown) =>
        concat(
          left,
          throwError(() => error),
        ),
      ),
      finalize(() => void leave()),
    );
}
