import { defer, type Observable, switchMap } from 'rxjs';
import type { AssignedPartition } from '../kafka/GroupMember';
import { type KafkaRecord, sizeOf } from '../kafka/KafkaRecord';
import type { InHand, Sized } from './InHand';
import { takeWhileRoom } from './takeWhileRoom';

/** A record that is in hand: its place in the line of its partition, and what it takes of the memory. */
export interface Taken extends Sized {
  record: KafkaRecord;
  from: AssignedPartition;
}

/**
 * Claims a partition and takes its records while there is room in hand.
 *
 * @param until offset at which to stop, exclusive; never by default
 */
export function takeRecords(from: AssignedPartition, inHand: InHand, until?: bigint): Observable<Taken> {
  const { partition } = from;
  return defer(() => from.claim()).pipe(
    switchMap((position) =>
      takeWhileRoom(from.records(position, until), inHand, (record, place) => {
        const { timestamp } = record;
        return { record, from, partition, place, bytes: sizeOf(record), timestamp };
      }),
    ),
  );
}
