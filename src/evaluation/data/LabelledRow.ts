/** A stretch of speech with its gold emotion: one row of a labelled file, whatever its layout. */
export interface LabelledRow {
  /** Unique in its file. */
  id: string;
  /** The video or broadcast that it was cut from; rows of one video are one stream. */
  video: string;
  /** Milliseconds from the start of the video; 0 where the file has no times. */
  startMs: number;
  endMs: number;
  text: string;
  /** The gold emotion. */
  label: string;
}

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

/**
 * For each test row whether it is clean: neither its video nor its text occurs in the training rows. A video has one
 * speaker and one affair: in the EmoSPeech 2024 split its majority label alone is right on 95.7 % of the test rows
 * whose video was trained on.
 */
export function leakFreeMask(test: readonly LabelledRow[], train: readonly LabelledRow[]): boolean[] {
  const videos = new Set(train.map((row) => row.video));
  const texts = new Set(train.map((row) => row.text.trim()));
  return test.map((row) => !videos.has(row.video) && !texts.has(row.text.trim()));
}

/** The clean rows alone. */
export function leakFree(test: readonly LabelledRow[], train: readonly LabelledRow[]): LabelledRow[] {
  const clean = leakFreeMask(test, train);
  return test.filter((_, index) => clean[index]);
}
