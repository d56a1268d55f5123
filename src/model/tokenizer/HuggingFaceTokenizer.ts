import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { messageOf } from '../../errors';
import { checkpointError } from '../checkpoint/checkpointError';
import type { Tokenizer } from '../Tokenizer';

/** Spanish has about 4 characters a token; this many are nearly always enough to fill the tokens asked for. */
const charactersAToken = 8;

/** The tokenizer of a model folder (tokenizer.json: WordPiece, Unigram, ...), by transformers.js, without network. */
export class HuggingFaceTokenizer implements Tokenizer {
  readonly #tokenizer: PreTrainedTokenizer;

  private constructor(tokenizer: PreTrainedTokenizer) {
    this.#tokenizer = tokenizer;
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
    const { AutoTokenizer } = await import('@huggingface/transformers');
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
      const ids = this.#encodeWhole(beginning, maxTokens);
      // Fewer tokens than asked for: what was cut off would have filled them.
      if (ids.length >= maxTokens || beginning.length === text.length) return ids;
      length *= 2;
    }
  }

  #encodeWhole(text: string, maxTokens: number): Int32Array {
    const { input_ids: ids } = this.#tokenizer(text, {
      truncation: true,
      max_length: maxTokens,
      return_tensor: false,
    }) as { input_ids: number[] };
    return Int32Array.from(ids);
  }
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
