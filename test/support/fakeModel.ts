import type { Classifier } from '../../src/model/Classifier';
import type { Tokenizer } from '../../src/model/Tokenizer';

/** One token a character, between 0 and 1. */
export const characterTokenizer: Tokenizer = {
  encode: (text, maxTokens) => {
    const inner = Array.from(text, (character) => character.codePointAt(0)!).slice(0, maxTokens - 2);
    return Int32Array.from([0, ...inner, 1]);
  },
};

/** A classifier whose answers follow from the token ids alone; what it was given is kept. */
export class FakeClassifier implements Classifier {
  readonly model = { name: 'fake', hash: 'f'.repeat(64) };
  readonly engine = 'fake';
  readonly labels = ['joy', 'anger', 'fear'];
  readonly maxTokens = 64;
  readonly batches: Int32Array[][] = [];
  /** Throws for a batch when it returns an error. */
  failure: (batch: readonly Int32Array[]) => Error | undefined = () => undefined;
  /** Milliseconds a batch takes. */
  delayMs = 0;

  paddedLength(tokens: number): number {
    return Math.ceil(tokens / 8) * 8;
  }

  async classify(sequences: readonly Int32Array[]): Promise<Float32Array[]> {
    this.batches.push([...sequences]);
    await new Promise((resolve) => setTimeout(resolve, this.delayMs));
    const error = this.failure(sequences);
    if (error) throw error;
    return sequences.map(answerOf);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function answerOf(tokens: Int32Array): Float32Array {
  const best = tokens.reduce((sum, id) => sum + id, 0) % 3;
  return Float32Array.from([0, 1, 2], (index) => (index === best ? 0.75 : 0.125));
}
