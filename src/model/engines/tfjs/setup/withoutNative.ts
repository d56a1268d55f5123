/** The way out for a machine that cannot have TensorFlow's native library, at the end of a hint. */
export const withoutNative =
  'or run `npx emostream setup tensorflow wasm`, which is slower and needs no Python and no compiler';
