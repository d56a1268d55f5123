import { Tokenizer as UntypedTokenizer } from '@huggingface/tokenizers';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../common/errors';
import { checkpointError } from '../checkpoint/modelFiles';
import type { Tokenizer } from '../Tokenizer';

/** What is used of it: the types of its package do not resolve under Node's rules, its relative imports lack `.js`. */
interface Encoder {
  encode(text: string): { ids: number[] };
}
const HuggingFaceEncoder = UntypedTokenizer as unknown as new (
  tokenizer: unknown,
  config: unknown,
) => Encoder;

/** Spanish has about 4 characters a token; this many are nearly always enough to fill the tokens asked for. */
const charactersAToken = 8;

const tokenizerFiles = ['tokenizer.json', 'tokenizer_config.json'] as const;

/** The tokenizer of a model folder (tokenizer.json: WordPiece, Unigram, ...), by Hugging Face's tokenizers.js. */
export class HuggingFaceTokenizer implements Tokenizer {
  readonly #tokenizer: Encoder;
  /** Special tokens that end every sequence: [SEP], </s>. */
  readonly #closing: readonly number[];

  private constructor(tokenizer: Encoder) {
    this.#tokenizer = tokenizer;
    this.#closing = commonEnding(this.#encodeWhole(''), this.#encodeWhole('a'));
  }

  /** @throws EmostreamError `bad_checkpoint` when the folder has no tokenizer, or one that cannot be read */
  static async load(folder: string): Promise<HuggingFaceTokenizer> {
    for (const file of tokenizerFiles) {
      if (existsSync(join(folder, file))) continue;
      throw checkpointError(
        `${folder} has no tokenizer: ${file} is missing`,
        'save the tokenizer beside the model: tokenizer.save_pretrained(folder) of a fast tokenizer writes it',
      );
    }
    try {
      const [tokenizer, config] = tokenizerFiles.map(
        (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown,
      );
      return new HuggingFaceTokenizer(new HuggingFaceEncoder(tokenizer, config));
    } catch (error) {
      throw checkpointError(
        `the tokenizer of ${folder} cannot be read: ${messageOf(error)}`,
        undefined,
        error,
      );
    }
  }

  encode(text: string, maxTokens: number): Int32Array {
    let length = maxTokens * charactersAToken;
    for (;;) {
      const beginning = wordsUpTo(text, length);
      const ids = this.#encodeWhole(beginning);
      // Fewer tokens than asked for: what was cut off would have filled them.
      if (ids.length >= maxTokens || beginning.length === text.length) return this.#truncate(ids, maxTokens);
      length *= 2;
    }
  }

  /** Keeps the closing tokens, which end every sequence that a model was trained on. */
  #truncate(ids: readonly number[], maxTokens: number): Int32Array {
    if (ids.length <= maxTokens) return Int32Array.from(ids);
    return Int32Array.from([...ids.slice(0, maxTokens - this.#closing.length), ...this.#closing]);
  }

  #encodeWhole(text: string): number[] {
    return this.#tokenizer.encode(text).ids;
  }
}

function commonEnding(a: readonly number[], b: readonly number[]): number[] {
  let length = 0;
  while (length < a.length && a.at(-1 - length) === b.at(-1 - length)) length++;
  return a.slice(a.length - length);
}

/**
 * The beginning of a text up to the first place, from `length` on, where a plain space parts two letters or digits.
 * Normalizers compose nothing across it and pre-tokenizers split at it, so what follows cannot change the tokens of
 * what precedes. Without such a place, the whole text.
 */
export function wordsUpTo(text: string, length: number): string {
  if (text.length <= length) return text;
  const boundary = /[\p{L}\p{N}] (?=[\p{L}\p{N}])/gu;
  boundary.lastIndex = length;
  const match = boundary.exec(text);
  return match === null ? text : text.slice(0, boundary.lastIndex - 1);
}
