import {
  joinReplay,
  type LabelledRow,
  type ReplayJoin,
  type ReplayLabel,
  type ReplaySegment,
} from '../../evaluation';
import { unlessFailed } from '../../common/unlessFailed';
import type { KafkaCluster } from '../../kafka/KafkaCluster';
import type { TopicNames } from '../../kafka/topicPlan';
import { paced } from '../../producers/pacing/paced';
import { publishSegments } from '../../producers/publishSegments';
import type { Codecs } from '../../records/createCodecs';
import { storeSegments } from '../storeSegments';
import { AnswerWatch } from './AnswerWatch';
import { collectAnswers } from './collectAnswers';

export interface ReplayParts {
  kafka: KafkaCluster;
  codecs: Codecs;
  rows: readonly LabelledRow[];
  /** The rows as streams; their ids are this replay's alone. */
  streams: readonly (readonly ReplaySegment[])[];
  /** Topics of the tagger whose answers are awaited, and of a second one that reads the same segments. */
  taggers: readonly [TopicNames, TopicNames?];
  pace: number;
  /** Milliseconds without an answer after which the rest is given up. */
  idleMs: number;
  /** Milliseconds after which an answer is late; undefined: none is. */
  lateMs: number | undefined;
  onProgress: (answered: number, expected: number) => void;
  /** Called with each label that comes back. */
  onLabel?: (label: ReplayLabel['label']) => void;
}

/**
 * Publishes labelled rows as live streams and joins what comes back with them, for each tagger. Ends by itself when
 * all are answered, when no answer came for `idleMs`, or when the signal aborts.
 *
 * @returns a join for each of `taggers`, in their order
 */
export async function playReplay(
  parts: ReplayParts,
  signal: AbortSignal,
): Promise<[ReplayJoin, ReplayJoin?]> {
  const { kafka, codecs, rows, streams } = parts;
  const [first, second] = parts.taggers;
  const taggers = second === undefined ? [first] : [first, second];
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  const watch = new AnswerWatch();
  const ids = new Set(streams.map((stream) => stream[0]?.streamId));
  const expected = rows.length * taggers.length;
  let answered = 0;
  const onAnswer = (label?: ReplayLabel['label']): void => {
    if (label !== undefined) parts.onLabel?.(label);
    answered += 1;
    parts.onProgress(answered, expected);
    watch.touch();
  };
  const writer = kafka.writer(first.segments);
  const isOurs = (streamId: string): boolean => ids.has(streamId);
  try {
    const collected = await Promise.all(
      taggers.map((topics) => collectAnswers(kafka, codecs, topics, isOurs, onAnswer, ending)),
    );
    const play = async (): Promise<void> => {
      const stamped = streams.map((stream) => stream.map((segment) => ({ ...segment, producedAt: 0 })));
      const source = paced(stamped, { pace: parts.pace, signal: ending });
      await publishSegments(source, storeSegments(writer, codecs.segment), {
        onProgress: () => watch.touch(),
      });
      await watch.wait(() => answered >= expected, parts.idleMs, ending);
    };
    await unlessFailed(
      play(),
      collected.map(({ finished }) => finished),
    );
    over.abort();
    await Promise.all(collected.map(({ finished }) => finished));
    const [join, shadow] = collected.map(({ labels, deadLetters }) =>
      joinReplay(rows, labels, deadLetters, parts.lateMs),
    );
    return shadow === undefined ? [join as ReplayJoin] : [join as ReplayJoin, shadow];
  } finally {
    over.abort();
    await writer.close();
  }
}
