import type { LabelledRow } from './LabelledRow';

/**
 * The rows of each video in the order of speech, videos in the order of their first row: each group is a stream.
 */
export function groupByVideo(rows: readonly LabelledRow[]): Map<string, LabelledRow[]> {
  const groups = new Map<string, LabelledRow[]>();
  for (const row of rows) {
    const group = groups.get(row.video);
    if (group === undefined) groups.set(row.video, [row]);
    else group.push(row);
  }
  for (const group of groups.values()) group.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  return groups;
}
