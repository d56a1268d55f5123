/**
 * A number and what it counts, in the right form: `1 segment`, `2 segments`, `0 answers`.
 *
 * @param many the plural where it is not the singular and an s
 */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}
