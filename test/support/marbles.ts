import { type RunHelpers, TestScheduler } from 'rxjs/testing';

/** A marble test: a frame is a millisecond of virtual time. */
export function marbles(body: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(body);
}
