/** How many numbers fell into each of several bins. */
export interface BinCounts {
  /** Upper bounds of the bins but the last, ascending; a bound belongs to the bin below it. */
  bounds: readonly number[];
  /** One more than bounds, not all 0. */
  counts: readonly number[];
}

/**
 * What a model saw and said on texts that it was not trained on. Drift on a stream is measured from it. In an engine
 * folder's emostream.json it is the field `validation`.
 */
export interface DriftBaseline {
  /** Of the most probable class, 0 to 1. */
  confidence: BinCounts;
  /** Of a text, special tokens included. */
  tokens: BinCounts;
}

export function isDriftBaseline(value: unknown): value is DriftBaseline {
  const { confidence, tokens } = (value ?? {}) as Partial<Record<keyof DriftBaseline, unknown>>;
  return isBinCounts(confidence) && isBinCounts(tokens);
}

function isBinCounts(value: unknown): value is BinCounts {
  const { bounds, counts } = (value ?? {}) as { bounds?: unknown; counts?: unknown };
  return (
    isNumbers(bounds) &&
    isNumbers(counts) &&
    counts.length === bounds.length + 1 &&
    bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? bound)) &&
    counts.every((count) => count >= 0) &&
    counts.some((count) => count > 0)
  );
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length < 256 && value.every(Number.isFinite);
}
