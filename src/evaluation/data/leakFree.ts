import type { LabelledRow } from './LabelledRow';

/**
 * For each test row whether it is clean: neither its video nor its text occurs in the training rows. A model can know
 * the speaker and the affair of a video that it was trained on, so other rows flatter it.
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
