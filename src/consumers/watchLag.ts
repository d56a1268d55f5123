import { catchError, defer, ignoreElements, type Observable, of, repeat, tap, timer } from 'rxjs';
import type { GroupMember } from '../kafka/GroupMember';
import type { InHand } from './InHand';
import type { TaggerObserver } from './TaggerObserver';

const everyMs = 5000;
/** After a question that was not answered. */
const againMs = 1000;

/**
 * Asks how far behind the group is and tells the observer, for as long as it is subscribed to. A broker that does not
 * answer is asked again.
 */
export function watchLag(
  member: Pick<GroupMember, 'lag'>,
  inHand: Pick<InHand, 'oldest'>,
  observer: Required<Pick<TaggerObserver, 'lag' | 'lagUnknown'>>,
): Observable<never> {
  /** When lag was first seen on a partition of which nothing is in hand, Unix milliseconds. */
  const since = new Map<number, number>();
  let pauseMs = 0;
  const tell = (lags: Awaited<ReturnType<GroupMember['lag']>>): void => {
    pauseMs = everyMs;
    const now = Date.now();
    for (const { partition, records } of lags) {
      if (records === 0) since.delete(partition);
      else if (!since.has(partition)) since.set(partition, now);
      const oldest = inHand.oldest(partition) ?? since.get(partition) ?? now;
      observer.lag(partition, records, records === 0 ? 0 : Math.max(0, now - oldest) / 1000);
    }
  };
  return defer(() => member.lag()).pipe(
    tap(tell),
    catchError((error: unknown) => {
      pauseMs = againMs;
      observer.lagUnknown(error);
      return of(undefined);
    }),
    repeat({ delay: () => timer(pauseMs) }),
    ignoreElements(),
  );
}
