/** Text to token ids, as the checkpoint's own tokenizer does it. */
export interface Tokenizer {
  /**
   * @param maxTokens longest result, special tokens included; longer texts are cut at the end, the closing
   *   special token kept
   * @returns token ids with special tokens, unpadded
   */
  encode(text: string, maxTokens: number): Int32Array;
}
