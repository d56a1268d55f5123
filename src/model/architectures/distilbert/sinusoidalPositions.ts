/**
 * The fixed position table of "Attention Is All You Need" (section 3.5), laid out as DistilBERT's: at position p,
 * column 2i is sin(p / 10000^(2i/dim)) and column 2i+1 the cosine of the same angle.
 *
 * @returns float32 [positions, dim]
 */
export function sinusoidalPositions(positions: number, dim: number): Float32Array {
  return Float32Array.from({ length: positions * dim }, (_, index) => {
    const position = Math.floor(index / dim);
    const column = index % dim;
    const angle = position / 10000 ** ((2 * Math.floor(column / 2)) / dim);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
