/**
 * The token ids that a run's texts hold, numbered without gaps. Only their rows of the embedding table are trained: no
 * other row ever has a gradient, so AdamW would only take its weight decay off them. That spares the gradient and
 * the update of most of the table, with the same result (a corpus of 3,000 segments holds a quarter of the
 * vocabulary, or less).
 */
export class ActiveVocabulary {
  /** Token id of each row, ascending. */
  readonly ids: readonly number[];
  readonly #rowOf: Map<number, number>;

  constructor(texts: readonly Int32Array[], padId: number) {
    this.ids = [...new Set([padId, ...texts.flatMap((text) => [...text])])].sort((a, b) => a - b);
    this.#rowOf = new Map(this.ids.map((id, row) => [id, row]));
  }

  /** Row numbers instead of token ids. */
  toRows(text: Int32Array): Int32Array {
    return text.map((id) => {
      const row = this.#rowOf.get(id);
      if (row === undefined) throw new Error(`token ${id} is not in this run's vocabulary`);
      return row;
    });
  }

  /** The rows of a whole table [vocabulary, width] that are trained: [ids, width]. */
  select(table: Float32Array, width: number): Float32Array {
    const selected = new Float32Array(this.ids.length * width);
    this.ids.forEach((id, row) => selected.set(table.subarray(id * width, (id + 1) * width), row * width));
    return selected;
  }

  /**
   * The whole table after training.
   *
   * @param base the table before training; not changed
   * @param trained [ids, width]
   * @param decay what weight decay left of the rows that had no gradient
   */
  merge(base: Float32Array, trained: Float32Array, width: number, decay: number): Float32Array {
    const merged = base.map((value) => value * decay);
    this.ids.forEach((id, row) => merged.set(trained.subarray(row * width, (row + 1) * width), id * width));
    return merged;
  }
}
