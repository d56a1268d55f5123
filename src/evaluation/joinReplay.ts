import { percentile } from '../common/percentile';
import type { EmotionLabel } from '../records/EmotionLabel';
import type { TranscriptSegment } from '../records/TranscriptSegment';
import { type LabelledRow, groupByVideo } from './data/LabelledRow';
import type { Prediction, StreamScores } from './report/Report';

/** A label as it came out of the output topic. */
export interface ReplayLabel {
  label: Pick<EmotionLabel, 'segmentId' | 'streamId' | 'sequence' | 'emotion' | 'confidence' | 'producedAt'> &
    Partial<Pick<EmotionLabel, 'probabilities' | 'model'>>;
  /** Unix time in milliseconds when a read_committed consumer had it. */
  readAt: number;
}

/** A segment that the tagger gave up on. */
export interface ReplayDeadLetter {
  /** Null where the dead letter's bytes hold no segment. */
  segmentId: string | null;
  reason: string;
  message: string;
}

export interface ReplayJoin {
  /** The first label of each row, in the order of the rows. */
  predictions: Prediction[];
  /** Ids of the rows that got neither a label nor a dead letter. */
  missing: string[];
  /** Rows answered more than once, with how often. */
  duplicates: { id: string; answers: number }[];
  /** Rows whose label took longer than `lateAfterMs`; they are scored all the same. */
  late: { id: string; latencyMs: number }[];
  deadLettered: { id: string; reason: string; message: string }[];
  /** Rows whose label came after that of a later segment of the same stream. */
  reordered: string[];
  /** Segment ids that are not in the file: others write to the same topic. */
  strangers: string[];
  /** Segment written -> label read, milliseconds, of each row's first label, in the order they came. */
  latenciesMs: number[];
  /** First segment written -> last label read, milliseconds; 0 without labels. */
  durationMs: number;
}

/**
 * Joins what came out of the stream with the gold rows, by segment id.
 *
 * @param rows the file's
 * @param labels in the order in which each partition has them (a stream is on one partition)
 * @param lateAfterMs a label that took longer is late; none is where it is left out
 */
export function joinReplay(
  rows: readonly LabelledRow[],
  labels: readonly ReplayLabel[],
  deadLetters: readonly ReplayDeadLetter[],
  lateAfterMs = Infinity,
): ReplayJoin {
  const ids = new Set(rows.map(({ id }) => id));
  const ours = labels.filter(({ label }) => ids.has(label.segmentId));
  const dead = deadLetters.flatMap(({ segmentId, reason, message }) =>
    segmentId !== null && ids.has(segmentId) ? [{ id: segmentId, reason, message }] : [],
  );
  const first = new Map<string, ReplayLabel>();
  for (const answer of ours)
    if (!first.has(answer.label.segmentId)) first.set(answer.label.segmentId, answer);
  const answers = countIds([...ours.map(({ label }) => label.segmentId), ...dead.map(({ id }) => id)]);
  const latencies = [...first].map(([id, { label, readAt }]) => ({
    id,
    latencyMs: readAt - label.producedAt,
  }));
  return {
    predictions: rows.flatMap((row) => toPrediction(row, first.get(row.id))),
    missing: rows.filter(({ id }) => !answers.has(id)).map(({ id }) => id),
    duplicates: [...answers].filter(([, count]) => count > 1).map(([id, count]) => ({ id, answers: count })),
    late: latencies.filter(({ latencyMs }) => latencyMs > lateAfterMs),
    deadLettered: dead,
    reordered: reorderedIds([...first.values()]),
    strangers: [...new Set(labels.map(({ label }) => label.segmentId))].filter((id) => !ids.has(id)),
    latenciesMs: latencies.map(({ latencyMs }) => latencyMs),
    durationMs: durationOf(ours),
  };
}

function toPrediction(
  { id, video, label: gold }: LabelledRow,
  answer: ReplayLabel | undefined,
): Prediction[] {
  if (answer === undefined) return [];
  return [{ id, video, gold, predicted: answer.label.emotion, confidence: answer.label.confidence }];
}

function countIds(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** First labels alone: a duplicate comes late by its nature and is counted as one. */
function reorderedIds(labels: readonly ReplayLabel[]): string[] {
  const latest = new Map<string, number>();
  return labels.flatMap(({ label: { segmentId, streamId, sequence } }) => {
    const before = latest.get(streamId) ?? -1;
    latest.set(streamId, Math.max(before, sequence));
    return sequence < before ? [segmentId] : [];
  });
}

function durationOf(labels: readonly ReplayLabel[]): number {
  if (labels.length === 0) return 0;
  const from = labels.reduce((least, { label }) => Math.min(least, label.producedAt), Infinity);
  return labels.reduce((most, { readAt }) => Math.max(most, readAt), 0) - from;
}

/** A segment that has still to be written: the time of writing is the writer's. */
export type ReplaySegment = Omit<TranscriptSegment, 'producedAt'>;

/**
 * A labelled file as live streams: a video is a stream, its rows the segments in the order of speech, each with the
 * row's id. The gold label stays here.
 *
 * @param language BCP 47 tag
 */
export function replayStreams(rows: readonly LabelledRow[], language = 'es'): ReplaySegment[][] {
  return [...groupByVideo(rows)].map(([streamId, group]) =>
    group.map(({ id, text, startMs, endMs }, sequence) => ({
      streamId,
      segmentId: id,
      sequence,
      text,
      startMs,
      endMs,
      language,
      speaker: null,
      isFinal: true,
    })),
  );
}

/** Names shown of each kind; the counts are always whole. */
const named = 10;

/** The part of the report that only a stream has. */
export function streamScores(join: ReplayJoin): StreamScores {
  const sorted = [...join.latenciesMs].sort((a, b) => a - b);
  const at = (p: number): number => percentile(sorted, p);
  return {
    segmentsPerSecond: join.durationMs > 0 ? (join.predictions.length * 1000) / join.durationMs : 0,
    latencyMs: sorted.length === 0 ? null : { p50: at(50), p95: at(95), p99: at(99) },
    missing: join.missing.length,
    duplicates: join.duplicates.length,
    reordered: join.reordered.length,
    deadLetters: join.deadLettered.length,
    late: join.late.length,
  };
}

/** Whether each row has its one answer, a label or a dead letter, in order: what `replay` exits 0 for. */
export function isComplete(stream: StreamScores): boolean {
  return stream.missing + stream.duplicates + stream.reordered === 0;
}

/** A sentence for each kind of segment that did not come back as it should, naming the first of them. */
export function joinProblems(join: ReplayJoin): string[] {
  const kinds: [string, string[]][] = [
    ['missing', join.missing],
    ['answered more than once', join.duplicates.map(({ id, answers }) => `${id} (${answers} answers)`)],
    ['out of order', join.reordered],
    ['late', join.late.map(({ id, latencyMs }) => `${id} (${Math.round(latencyMs)} ms)`)],
    ['in the dead letters', join.deadLettered.map(({ id, reason }) => `${id} (${reason})`)],
    ['not of this file', join.strangers],
  ];
  return kinds.flatMap(([what, names]) => {
    if (names.length === 0) return [];
    const more = names.length > named ? ` and ${names.length - named} more` : '';
    return [`${names.length} ${what}: ${names.slice(0, named).join(', ')}${more}`];
  });
}
