/**
 * Flags of `emostream train` for each run whose weights are averaged into the embedded default. How they were chosen:
 * bench/defaultModel/README.md.
 */
export const recipe = [
  ...['--weighting', 'inverse', '--epochs', '8', '--average-epochs', '4'],
  ...['--batch-size', '16', '--learning-rate', '7e-5'],
  ...['--length-sorted', '--matmul-precision', 'bfloat16'],
  ...['--head-seed', '1', '--license', 'cc-by-nc-4.0'],
];

/** Of the runs. */
export const seeds = [1, 2];
