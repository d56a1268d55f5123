/** The order of the paper's tables, from the most frequent class of its training file to the rarest. */
export const knownEmotions: readonly string[] = ['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear'];

/** Distinct labels in the order in which every table and picture shows them: the paper's, then by name. */
export function inLabelOrder(labels: Iterable<string>): string[] {
  const rank = (label: string): number =>
    knownEmotions.includes(label) ? knownEmotions.indexOf(label) : knownEmotions.length;
  return [...new Set(labels)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
