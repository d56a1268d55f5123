/**
 * The default limits of a segment, for the command line and the API: segments like those in the training data. The
 * 3,000 training rows of EmoSPeech 2024 (Spanish MEACorpus) have a median of 146 characters and 9.3 s; 5 % are shorter
 * than 46 characters, 5 % longer than 257, and the longest lasts 15.0 s.
 */
export const segmentDefaults = {
  minCharacters: 46,
  maxCharacters: 257,
  maxDurationMs: 15_000,
  pauseMs: 1_500,
} as const;
