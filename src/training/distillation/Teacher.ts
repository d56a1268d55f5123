/** A model that a smaller one learns from. */
export interface Teacher {
  /** How people call it. */
  name: string;
  /** Of its weights: other weights give other answers. */
  fingerprint: string;
  labels: readonly string[];
  /** @returns log probabilities of each text by the teacher's labels: its logits, but for a constant a text */
  answer(texts: readonly string[]): Promise<Float32Array[]>;
}
