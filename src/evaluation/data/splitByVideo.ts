import { EmostreamError } from '../../common/errors';
import { seededRandom, shuffled } from '../../common/seededRandom';
import { type LabelledRow, groupByVideo } from './LabelledRow';

/** Less is rounding, and could go back and forth for ever. */
const leastGain = 1e-9;

export interface VideoSplit {
  train: LabelledRow[];
  validation: LabelledRow[];
}

/**
 * Sets a part of the rows aside, whole videos only, so that nothing leaks between the parts, with each label's share
 * as near to the fraction as whole videos allow. Videos are gone through in seeded order, so that long and short ones
 * have the same chance; one is set aside, or in a later pass put back, when that brings the labels' counts nearer to
 * their targets, by squared distance in units of the target, until no video's move does.
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
  const groups = shuffled([...groupByVideo(rows)], seededRandom(seed));
  const videos = groups.map(([video, group]) => ({ video, counts: countLabels(group) }));
  const aside = chooseVideos(videos, targets);
  return {
    train: rows.filter((row) => !aside.has(row.video)),
    validation: rows.filter((row) => aside.has(row.video)),
  };
}

interface VideoCounts {
  video: string;
  counts: ReadonlyMap<string, number>;
}

function chooseVideos(videos: readonly VideoCounts[], targets: ReadonlyMap<string, number>): Set<string> {
  const aside = new Set<string>();
  const held = new Map<string, number>();
  let moved = true;
  while (moved) {
    moved = false;
    for (const { video, counts } of videos) {
      const sign = aside.has(video) ? -1 : 1;
      if (gain(counts, sign, held, targets) <= leastGain) continue;
      for (const [label, count] of counts) held.set(label, (held.get(label) ?? 0) + sign * count);
      if (sign > 0) aside.add(video);
      else aside.delete(video);
      moved = true;
    }
  }
  return aside;
}

function countLabels(rows: readonly LabelledRow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/** How much nearer to the targets the held counts come with these added or taken away; below 0: farther. */
function gain(
  counts: ReadonlyMap<string, number>,
  sign: 1 | -1,
  held: ReadonlyMap<string, number>,
  targets: ReadonlyMap<string, number>,
): number {
  let sum = 0;
  for (const [label, count] of counts) {
    const target = targets.get(label) ?? 0;
    const now = held.get(label) ?? 0;
    sum += ((now - target) ** 2 - (now + sign * count - target) ** 2) / target;
  }
  return sum;
}
