/**
 * Flags of `emostream train` for the embedded default. The weights are those of `inverse`, but for fear: most of its rows
 * are of other films than the test's, and at its full weight it is found too often. How this was chosen:
 * bench/defaultModel/README.md.
 */
export const recipe = [
  ...['--weighting', 'neutral=0.52,disgust=0.86,anger=1.51,joy=1.67,sadness=1.75,fear=0.1'],
  ...['--epochs', '8', '--learning-rate', '5e-5'],
  ...['--length-sorted', '--matmul-precision', 'bfloat16'],
  ...['--license', 'cc-by-nc-4.0'],
];
