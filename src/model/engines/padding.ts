/** Sequences of one padded length, laid one after another. */
export interface PaddedBatch {
  /** int32 [sequences, length], padded at the end. */
  ids: Int32Array;
  /** int32 [sequences]: tokens of each. */
  lengths: Int32Array;
}

/** Sequences are padded to a multiple of this. */
const lengthStep = 8;
/** Largest batch x length of one run: bounds the memory of a run, and lets the workers share a large batch. */
const tokensOfARun = 2048;

/** Tokens computed for a sequence of that length: its own, and the padding that follows from them alone. */
export function paddedLength(tokens: number, maxTokens: number): number {
  return Math.min(Math.ceil(tokens / lengthStep) * lengthStep, maxTokens);
}

/** A run, and where its results belong. */
export interface Run extends PaddedBatch {
  /** Place of each row in the sequences that were given. */
  places: readonly number[];
}

/**
 * Sorts sequences into runs. A sequence is padded to a length that depends on it alone, and only sequences of the
 * same padded length run together: no operator of the graph then mixes rows or sums over another number of columns
 * in company than alone, so a text's result does not depend on its batch.
 *
 * @param maxTokens longest sequence that the model takes
 * @returns the longest sequences first, so that the last runs to finish are short ones
 */
export function paddedRuns(sequences: readonly Int32Array[], padId: number, maxTokens: number): Run[] {
  const byLength = new Map<number, number[]>();
  sequences.forEach((sequence, place) => {
    const length = paddedLength(sequence.length, maxTokens);
    const places = byLength.get(length);
    if (places === undefined) byLength.set(length, [place]);
    else places.push(place);
  });
  return [...byLength]
    .sort(([a], [b]) => b - a)
    .flatMap(([length, places]) =>
      chunks(places, Math.max(1, Math.floor(tokensOfARun / length))).map((chunk) =>
        paddedRun(sequences, chunk, length, padId),
      ),
    );
}

function paddedRun(
  sequences: readonly Int32Array[],
  places: readonly number[],
  length: number,
  padId: number,
): Run {
  const ids = new Int32Array(places.length * length).fill(padId);
  const lengths = new Int32Array(places.length);
  places.forEach((place, row) => {
    const sequence = sequences[place] ?? new Int32Array();
    ids.set(sequence, row * length);
    lengths[row] = sequence.length;
  });
  return { ids, lengths, places };
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
