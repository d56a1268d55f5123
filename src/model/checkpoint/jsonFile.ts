import { readFileSync } from 'node:fs';
import { messageOf } from '../../common/errors';
import { checkpointError } from './checkpointError';

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
      missing ? `${path} is missing` : `${path} cannot be read: ${messageOf(error)}`,
      'a model folder has config.json, model.safetensors and tokenizer.json, as save_pretrained of transformers writes them',
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
