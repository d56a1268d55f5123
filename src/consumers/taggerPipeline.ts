import {
  concat,
  defer,
  delay,
  EMPTY,
  finalize,
  from,
  groupBy,
  mergeMap,
  type Observable,
  of,
  switchMap,
  takeUntil,
  takeWhile,
  tap,
} from 'rxjs';
import { EmostreamError } from '../common/errors';
import type { AssignedPartition, GroupMember, GroupOptions } from '../kafka/GroupMember';
import type { TopicNames } from '../kafka/topicPlan';
import type { Codecs } from '../records/createCodecs';
import { alongside } from './alongside';
import type { LabellingModel } from './classify';
import { commitSlices } from './commitSlices';
import { decode } from './decode';
import { encodeAnswers } from './encodeAnswers';
import { type InFlightLimits, InHand } from './InHand';
import { inOrder } from './inOrder';
import { type LabellingLimits, labelSegments } from './labelSegments';
import { leavingAfterwards, startAnewAfterFailure } from './sessions';
import type { AnsweredRecord, TaggerObserver } from './TaggerObserver';
import { type Taken, takeRecords } from './takeRecords';
import type { Tracing } from './tracing/Tracing';
import { watchLag } from './watchLag';

export interface TaggerParts {
  /** Makes a member of the consumer group; each can be used once. */
  join: (options: GroupOptions) => GroupMember;
  group: GroupOptions;
  topics: Pick<TopicNames, 'labels' | 'deadLetters'>;
  codecs: Codecs;
  model: LabellingModel;
  limits: LabellingLimits;
  inFlight: InFlightLimits;
  /**
   * Offset of each partition at which to stop, exclusive: the tagger ends by itself when all are there. Of a partition
   * that is not named nothing is read: it was added later.
   */
  until?: ReadonlyMap<number, bigint> | undefined;
  /** Milliseconds to finish what is in hand when told to stop. */
  drainMs: number;
  tracing: Tracing;
  observer: Required<TaggerObserver>;
}

/**
 * The tagger: from the segments topic to the topics of labels and dead letters. Emits each slice of records when what
 * became of them is committed.
 *
 * Completes when `stop` has emitted (before the subscription counts too) and what is in hand is committed, or its time
 * is up. Fails when going on is pointless: the engine is gone, the configuration is wrong.
 */
export function taggerPipeline(parts: TaggerParts, stop: Observable<unknown>): Observable<AnsweredRecord[]> {
  return defer(() => session(parts, stop)).pipe(
    startAnewAfterFailure({ isPointless, onFailure: parts.observer.failed, stop }),
  );
}

/** One life as a member of the group. Whatever goes wrong ends it; the next starts from what is committed. */
function session(parts: TaggerParts, stop: Observable<unknown>): Observable<AnsweredRecord[]> {
  const { until, observer, drainMs } = parts;
  const member = parts.join(parts.group);
  const inHand = new InHand(parts.inFlight);
  return member.assignments.pipe(
    takeUntil(stop),
    // A rebalance abandons what is in hand: whoever has the partition now reads it again.
    switchMap((partitions) => {
      const numbers = partitions.map(({ partition }) => partition);
      observer.assigned(numbers);
      return concat(
        tagPartitions(partitions, inHand, parts, stop).pipe(
          alongside(watchLag(member, inHand, observer)),
          finalize(() => {
            inHand.clear();
            observer.revoked(numbers);
          }),
        ),
        // Partitions end by themselves only where there is an offset to stop at.
        until === undefined ? EMPTY : of(allRead),
      );
    }),
    takeWhile((slice) => slice !== allRead),
    takeUntil(stop.pipe(delay(drainMs))),
    leavingAfterwards(() => member.leave()),
  );
}

const allRead: AnsweredRecord[] = [];

/** Each record of the partitions gives one label or one dead letter, committed in order per partition. */
function tagPartitions(
  partitions: readonly AssignedPartition[],
  inHand: InHand,
  { codecs, topics, model, limits, until, tracing, observer }: TaggerParts,
  stop: Observable<unknown>,
): Observable<AnsweredRecord[]> {
  return from(partitions).pipe(
    mergeMap((partition) =>
      // Reads on only while there is room in hand. Told to stop, what is in hand goes on to its commit.
      takeRecords(partition, inHand, until && (until.get(partition.partition) ?? 0n)).pipe(
        takeUntil(stop),
        tap(() => observer.taken()),
        decode(codecs.segment, tracing),
      ),
    ),
    // Tokenizes, micro-batches and classifies, all partitions together; the answers come in any order.
    labelSegments<Taken>(model, limits, (report) => {
      observer.batchRan(report);
      tracing.batchRan(report);
    }),
    groupBy(({ from: partition }) => partition),
    mergeMap((answers) =>
      answers.pipe(
        inOrder(),
        commitSlices((slice) =>
          tracing.commit(slice, async () => {
            const outputs = await encodeAnswers(slice, codecs, topics, tracing);
            await answers.key.commit({ outputs, nextOffset: offsetAfter(slice) });
            // Told here, not downstream: a commit may come through that a rebalance has overtaken.
            observer.committed(slice);
          }),
        ),
      ),
    ),
    tap((slice) => slice.forEach((answered) => inHand.leave(answered))),
  );
}

function offsetAfter(slice: readonly Taken[]): bigint {
  const [last] = slice.slice(-1);
  if (last === undefined) throw new EmostreamError('a slice is empty', { code: 'empty_slice', fault: 'bug' });
  return last.record.offset + 1n;
}

/** Whether another session would end the same way: all but the troubles of the broker and the network. */
function isPointless(error: unknown): boolean {
  return error instanceof EmostreamError && (error.fault !== 'environment' || error.code === 'engine_failed');
}
