import { join } from 'node:path';
import { checkpointError } from '../../checkpoint/checkpointError';
import { readDistilBertConfig, type DistilBertConfig } from './DistilBertConfig';
import { readJsonObject, type JsonObject } from '../../checkpoint/jsonFile';

/** What training needs to know of a checkpoint beyond its shape; names as in Hugging Face's config.json. */
export interface TrainingConfig extends DistilBertConfig {
  /** After the embeddings and after each feed-forward network. */
  dropout: number;
  /** Of the attention weights. */
  attentionDropout: number;
  /** Before the classifier. */
  headDropout: number;
  /** Standard deviation of fresh weights. */
  initializerRange: number;
  /** config.json as it was read, so that what is not ours is saved again. */
  json: JsonObject;
}

/**
 * Reads a checkpoint's config.json; what is absent has the defaults of transformers' DistilBertConfig.
 *
 * @throws EmostreamError `bad_checkpoint` naming the file and the field
 */
export function readTrainingConfig(folder: string): TrainingConfig {
  const path = join(folder, 'config.json');
  const json = readJsonObject(path);
  const rate = (field: string, fallback: number) => {
    const value = json[field] ?? fallback;
    if (typeof value === 'number' && value >= 0 && value < 1) return value;
    throw checkpointError(`${path}: ${field} is ${JSON.stringify(value)}, not a number from 0 to below 1`);
  };
  return {
    ...readDistilBertConfig(path),
    dropout: rate('dropout', 0.1),
    attentionDropout: rate('attention_dropout', 0.1),
    headDropout: rate('seq_classif_dropout', 0.2),
    initializerRange: rate('initializer_range', 0.02),
    json,
  };
}
