/** The default limits of a micro-batch and of its texts, for the command line and the API. */
export const labellingDefaults = {
  /** Segments in a micro-batch at most. */
  maxSegments: 64,
  /** Tokens in a micro-batch at most. */
  maxTokens: 2048,
  /** Milliseconds that a single segment waits for others. */
  lingerMs: 5,
  /** Longest text accepted, in UTF-16 code units. */
  maxCharacters: 20_000,
  /** Longest token sequence; the rest of a longer text is cut. */
  maxSequenceTokens: 512,
  /** Whether labels have the segment's text. */
  includeText: true,
} as const;
