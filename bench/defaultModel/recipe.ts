/** Flags of `emostream train` for the embedded default. How they were chosen: bench/defaultModel/README.md. */
export const recipe = [
  ...['--weighting', 'inverse'],
  ...['--epochs', '8', '--learning-rate', '5e-5'],
  '--length-sorted',
  ...['--license', 'cc-by-nc-4.0'],
];
