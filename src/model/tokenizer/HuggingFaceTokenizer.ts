import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadCarried } from '../../common/carriedPackage';
import { messageOf } from '../../common/errors';
import { checkpointError } from '../checkpoint/modelFiles';
import type { Tokenizer } from '../Tokenizer';

type Transformers = typeof import('@huggingface/transformers');

/** Spanish has about 4 characters a token; this many are nearly always enough to fill the tokens asked for. */
const charactersAToken = 8;

/** The tokenizer of a model folder (tokenizer.json: WordPiece, Unigram, ...), by transformers.js, without network. */
export class HuggingFaceTokenizer implements Tokenizer {
  readonly #tokenizer: PreTrainedTokenizer;
  /** Special tokens that end every sequence: [SEP], </s>. */
  readonly #closing: readonly number[];

  private constructor(tokenizer: PreTrainedTokenizer) {
    this.#tokenizer = tokenizer;
    this.#closing = commonEnding(this.#encodeWhole(''), this.#encodeWhole('a'));
  }

  /** @throws EmostreamError `bad_checkpoint` when the folder has no tokenizer, or one that cannot be read */
  static async load(folder: string): Promise<HuggingFaceTokenizer> {
    for (const file of ['tokenizer.json', 'tokenizer_config.json']) {
      if (existsSync(join(folder, file))) continue;
      throw checkpointError(
        `${folder} has no tokenizer: ${file} is missing`,
        'save the tokenizer beside the model: tokenizer.save_pretrained(folder) of a fast tokenizer writes it',
      );
    }
    // Not at the top of the file: commands that make no tokenizer would wait for it too.
    const { AutoTokenizer } = loadCarried('@huggingface/transformers') as Transformers;
    try {
      return new HuggingFaceTokenizer(
        await AutoTokenizer.from_pretrained(resolve(folder), { local_files_only: true }),
      );
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

  /** Ours, since the truncation of transformers.js cuts the closing tokens off too. */
  #truncate(ids: readonly number[], maxTokens: number): Int32Array {
    if (ids.length <= maxTokens) return Int32Array.from(ids);
    return Int32Array.from([...ids.slice(0, maxTokens - this.#closing.length), ...this.#closing]);
  }

  #encodeWhole(text: string): number[] {
    return this.#tokenizer.encode(text);
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
