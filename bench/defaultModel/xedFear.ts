/** XED's number for fear (its README.md). */
const fear = '4';

/** A shorter subtitle line says too little by itself. */
const fewestWords = 4;

/**
 * The film lines of XED that bear fear and no other emotion. EmoSPeech's own rows of fear, 23 of 3,000, are of
 * dubbed films too.
 *
 * @param projections es-projections.tsv: a line of text, a tab, the numbers of its emotions
 */
export function fearLines(projections: string): string[] {
  return projections
    .split('\n')
    .map((line) => line.split('\t'))
    .filter((fields) => fields.length === 2 && fields[1]?.trim() === fear)
    .map(([text = '']) => text)
    .filter((text) => text.split(/\s+/).length >= fewestWords);
}
