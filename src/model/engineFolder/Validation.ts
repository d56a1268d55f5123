/** How often numbers fell into which range. */
interface Histogram {
  /** Upper bounds of the bins but the last, ascending. */
  bounds: readonly number[];
  /** One more than bounds, not all 0. */
  counts: readonly number[];
}

/** What a model saw and said on texts that it was not trained on: what drift is told against. */
export interface Validation {
  /** Of the most probable class, 0 to 1. */
  confidence: Histogram;
  /** Of a text, special tokens included. */
  tokens: Histogram;
}

export function isValidation(value: unknown): value is Validation {
  const { confidence, tokens } = (value ?? {}) as Partial<Record<keyof Validation, unknown>>;
  return isHistogram(confidence) && isHistogram(tokens);
}

function isHistogram(value: unknown): value is Histogram {
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
