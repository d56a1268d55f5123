/** The bounds of a micro-batch and of its texts where nothing else is said: for the command line and the API alike. */
export const labellingDefaults = {
  /** Segments in a micro-batch at most. */
  maxSegments: 64,
  /** Tokens in a micro-batch at most. */
  maxTokens: 2048,
  /** Milliseconds that a lone segment waits for others. */
  lingerMs: 5,
  /** Longest text accepted, in UTF-16 code units. */
  maxCharacters: 20_000,
  /** Longest token sequence; the rest of a longer text is cut. */
  maxSequenceTokens: 512,
  /** Whether labels carry the segment's text. */
  includeText: true,
} as const;
