import type { StreamScores } from '../report/Report';
import { percentile } from '../../common/percentile';
import type { ReplayJoin } from './joinReplay';

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
