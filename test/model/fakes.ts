import { EmostreamError } from '../../src/errors';
import type { Classifier } from '../../src/model/Classifier';
import type { Tokenizer } from '../../src/model/Tokenizer';

/** One token a word (a hash of it), between 1 and 2. */
export class FakeTokenizer implements Tokenizer {
  encode(text: string, maxTokens: number): Int32Array {
    const words = text.split(/\s+/).filter((word) => word !== '');
    const ids = words.slice(0, maxTokens - 2).map((word) => 3 + hashOf(word));
    return Int32Array.from([1, ...ids, 2]);
  }
}

export interface FakeClassifierOptions {
  labels?: readonly string[];
  maxTokens?: number;
  /** How long a call takes. */
  delayMs?: number;
  /** A call with such a sequence is rejected with `engine_failed`. */
  failsOn?: (sequence: Int32Array) => boolean;
}

/** Deterministic: the sum of a sequence's ids chooses the label, which gets 0.9. Remembers what it was asked. */
export class FakeClassifier implements Classifier {
  readonly model = { name: 'fake', hash: '0'.repeat(64) };
  readonly engine = 'fake';
  readonly labels: readonly string[];
  readonly maxTokens: number;
  /** Sequences of each call so far. */
  readonly batchSizes: number[] = [];
  closed = false;
  readonly #options: FakeClassifierOptions;

  constructor(options: FakeClassifierOptions = {}) {
    this.labels = options.labels ?? ['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness'];
    this.maxTokens = options.maxTokens ?? 128;
    this.#options = options;
  }

  paddedLength(tokens: number): number {
    return tokens;
  }

  async classify(sequences: readonly Int32Array[]): Promise<Float32Array[]> {
    this.batchSizes.push(sequences.length);
    const { delayMs = 0, failsOn = () => false } = this.#options;
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
    if (this.closed || sequences.some(failsOn)) {
      throw new EmostreamError('the fake engine failed', { code: 'engine_failed', fault: 'environment' });
    }
    const rest = 0.1 / (this.labels.length - 1);
    return sequences.map((sequence) => {
      const chosen = sequence.reduce((sum, id) => sum + id, 0) % this.labels.length;
      return Float32Array.from(this.labels, (_, label) => (label === chosen ? 0.9 : rest));
    });
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

function hashOf(word: string): number {
  return Array.from(word).reduce(
    (hash, character) => (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973,
    7,
  );
}
