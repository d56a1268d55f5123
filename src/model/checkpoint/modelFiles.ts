import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EmostreamError, messageOf } from '../../common/errors';
import { whyUnreadable } from '../../common/whyUnreadable';

/** A checkpoint (or engine) folder that cannot be used, told to the one who named it. */
export function checkpointError(message: string, hint?: string, cause?: unknown): EmostreamError {
  return new EmostreamError(message, {
    code: 'bad_checkpoint',
    fault: 'configuration',
    ...(hint === undefined ? {} : { hint }),
    cause,
  });
}

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The JSON object that a file of a model folder holds.
 *
 * @param hint the way out where it holds something else
 * @throws EmostreamError `bad_checkpoint` when the file is missing, unreadable, or holds something else
 */
export function readJsonObject(path: string, hint?: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    throw checkpointError(
      // The whole path: a folder given as `.` would be no place.
      `${resolve(path)} ${missing ? 'is missing' : `cannot be read: ${whyUnreadable(error)}`}`,
      'a model folder has config.json, model.safetensors and tokenizer.json, as save_pretrained writes them',
      error,
    );
  }
  return parseJsonObject(text, path, hint);
}

/** @param place what the text is, for the message */
export function parseJsonObject(text: string, place: string, hint?: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw checkpointError(`${place} is not JSON: ${messageOf(error)}`, hint, error);
  }
  if (!isObject(value)) throw checkpointError(`${place} is not a JSON object`, hint);
  return value;
}

/** The safetensors files of a checkpoint folder: model.safetensors, or the shards that its index names. */
export function weightFiles(folder: string): string[] {
  const single = join(folder, 'model.safetensors');
  const index = join(folder, 'model.safetensors.index.json');
  if (existsSync(single)) return [single];
  if (!existsSync(index)) {
    const pickled = existsSync(join(folder, 'pytorch_model.bin'));
    throw checkpointError(
      `${resolve(single)} is missing`,
      pickled
        ? 'the folder has a pytorch_model.bin: load it with transformers and save_pretrained it again'
        : 'a model folder has config.json, model.safetensors and tokenizer.json',
    );
  }
  const shards = readJsonObject(index)['weight_map'];
  if (!isObject(shards)) throw checkpointError(`${index} has no weight_map`);
  return [...new Set(Object.values(shards))].map((file) => {
    const plainName = typeof file === 'string' && /^[^/\\]+\.safetensors$/.test(file);
    if (!plainName) throw checkpointError(`${index}: ${JSON.stringify(file)} is not the name of a shard`);
    return join(folder, file);
  });
}

/** Files of a checkpoint folder that an engine depends on, besides the weights. */
const smallFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json'];

/** What of a checkpoint folder an engine is made of; of the small files those that are there. */
export function sourceFiles(folder: string): { small: string[]; weights: string[] } {
  return {
    small: smallFiles.map((file) => join(folder, file)).filter((path) => existsSync(path)),
    weights: weightFiles(folder),
  };
}

/** SHA-256 over names and contents of a checkpoint's files, hexadecimal. */
export async function sourceHash(folder: string): Promise<string> {
  const { small, weights } = sourceFiles(folder);
  const hash = createHash('sha256');
  for (const path of [...small, ...weights]) {
    hash.update(`${basename(path)}\0`);
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
