import { EmostreamError } from '../../errors';
import { seededRandom, shuffled } from '../scores/seededRandom';
import { groupByVideo } from './groupByVideo';
import type { LabelledRow } from './LabelledRow';

export interface VideoSplit {
  train: LabelledRow[];
  validation: LabelledRow[];
}

/**
 * Sets a part of the rows aside, whole videos only, so that nothing leaks between the parts, with each label's share
 * as near to the fraction as whole videos allow. Greedy, the largest videos first (in seeded order among equals): a
 * video is set aside when that brings the labels' counts nearer to their targets, by squared distance in units of
 * the target.
 *
 * @param fraction of each label's rows to set aside, 0 to 1, both excluded
 * @returns both parts in the order of `rows`
 * @throws EmostreamError `bad_fraction`
 */
export function splitByVideo(rows: readonly LabelledRow[], fraction: number, seed: number): VideoSplit {
  if (!(fraction > 0 && fraction < 1)) {
    throw new EmostreamError(`the part to set aside is ${fraction}`, {
      code: 'bad_fraction',
      fault: 'configuration',
      hint: 'Give a number between 0 and 1, for example 0.1.',
    });
  }
  const targets = countLabels(rows);
  for (const [label, count] of targets) targets.set(label, count * fraction);
  const held = new Map<string, number>();
  const aside = new Set<string>();
  const groups = shuffled([...groupByVideo(rows)], seededRandom(seed));
  for (const [video, group] of groups.sort(([, a], [, b]) => b.length - a.length)) {
    const counts = countLabels(group);
    if (gain(counts, held, targets) <= 0) continue;
    aside.add(video);
    for (const [label, count] of counts) held.set(label, (held.get(label) ?? 0) + count);
  }
  return {
    train: rows.filter((row) => !aside.has(row.video)),
    validation: rows.filter((row) => aside.has(row.video)),
  };
}

function countLabels(rows: readonly LabelledRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** How much nearer to the targets the held counts come with these added; below 0 when they go away from them. */
function gain(
  added: ReadonlyMap<string, number>,
  held: ReadonlyMap<string, number>,
  targets: ReadonlyMap<string, number>,
): number {
  let sum = 0;
  for (const [label, count] of added) {
    const target = targets.get(label) ?? 0;
    const now = held.get(label) ?? 0;
    sum += ((now - target) ** 2 - (now + count - target) ** 2) / target;
  }
  return sum;
}
