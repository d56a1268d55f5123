import { join } from 'node:path';
import { checkpointError, isObject, readJsonObject, type JsonObject } from '../../checkpoint/modelFiles';

/** The shape of a DistilBERT sequence classifier, by the field names of Hugging Face's config.json. */
export interface DistilBertConfig {
  vocabSize: number;
  /** Rows of the position table: the longest sequence, special tokens included. */
  maxPositions: number;
  /** Width of the residual stream. */
  dim: number;
  layers: number;
  /** Attention heads; divides `dim`. */
  heads: number;
  /** Width of the feed-forward network's inner layer. */
  hiddenDim: number;
  activation: 'gelu' | 'relu';
  sinusoidalPositions: boolean;
  padId: number;
  /** Class names in the order of the outputs; undefined when the config names none. */
  labels: readonly string[] | undefined;
}

/** Probabilities of dropout while a network is trained, from 0 to below 1. */
export interface DropoutRates {
  /** After the embeddings and after each feed-forward network. */
  dropout: number;
  /** Of the attention weights. */
  attentionDropout: number;
  /** Before the classifier. */
  headDropout: number;
}

/** What training needs to know of a checkpoint beyond its shape. */
export interface TrainingConfig extends DistilBertConfig, DropoutRates {
  /** Standard deviation of fresh weights. */
  initializerRange: number;
  /** config.json as it was read, so that what is not ours is saved again. */
  json: JsonObject;
}

/**
 * The shape that a config.json describes. Fields that are absent have transformers' defaults (DistilBertConfig), since
 * it writes only what differs.
 *
 * @param path of the file, for messages
 * @throws EmostreamError `bad_checkpoint` naming the file and the field
 */
export function distilBertConfigOf(json: JsonObject, path: string): DistilBertConfig {
  const problem = json['problem_type'];
  if (problem !== undefined && problem !== null && problem !== 'single_label_classification') {
    throw checkpointError(
      `${path}: problem_type ${JSON.stringify(problem)} is not supported`,
      'emostream gives each text one label: fine-tune with single_label_classification',
    );
  }
  const count = (field: string, fallback: number) => positiveInteger(json, field, fallback, path);
  const config: DistilBertConfig = {
    vocabSize: count('vocab_size', 30522),
    maxPositions: count('max_position_embeddings', 512),
    dim: count('dim', 768),
    layers: count('n_layers', 6),
    heads: count('n_heads', 12),
    hiddenDim: count('hidden_dim', 3072),
    activation: activationOf(json, path),
    sinusoidalPositions: json['sinusoidal_pos_embds'] === true,
    padId: padIdOf(json, path),
    labels: labelsOf(json, path),
  };
  if (config.dim % config.heads !== 0) {
    throw checkpointError(`${path}: dim ${config.dim} is not a multiple of n_heads ${config.heads}`);
  }
  return config;
}

/**
 * Reads a checkpoint's config.json for training; what is absent has the defaults of transformers' DistilBertConfig.
 *
 * @throws EmostreamError `bad_checkpoint` naming the file and the field, also for another architecture
 */
export function readTrainingConfig(folder: string): TrainingConfig {
  const path = join(folder, 'config.json');
  const json = readJsonObject(path);
  const modelType = json['model_type'];
  if (modelType !== 'distilbert') {
    throw checkpointError(
      `${path}: model_type is ${modelType === undefined ? 'missing' : JSON.stringify(modelType)}, not "distilbert"`,
      'emostream trains DistilBERT: name the folder of one',
    );
  }
  const rate = (field: string, fallback: number) => {
    const value = json[field] ?? fallback;
    if (typeof value === 'number' && value >= 0 && value < 1) return value;
    throw checkpointError(`${path}: ${field} is ${JSON.stringify(value)}, not a number from 0 to below 1`);
  };
  return {
    ...distilBertConfigOf(json, path),
    dropout: rate('dropout', 0.1),
    attentionDropout: rate('attention_dropout', 0.1),
    headDropout: rate('seq_classif_dropout', 0.2),
    initializerRange: rate('initializer_range', 0.02),
    json,
  };
}

function positiveInteger(json: JsonObject, field: string, fallback: number, path: string): number {
  const value = json[field] ?? fallback;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw checkpointError(`${path}: ${field} is ${JSON.stringify(value)}, not a positive integer`);
  }
  return value;
}

function activationOf(json: JsonObject, path: string): 'gelu' | 'relu' {
  const activation = json['activation'] ?? 'gelu';
  if (activation === 'gelu' || activation === 'relu') return activation;
  throw checkpointError(`${path}: activation ${JSON.stringify(activation)} is neither "gelu" nor "relu"`);
}

function padIdOf(json: JsonObject, path: string): number {
  const id = json['pad_token_id'] ?? 0;
  if (typeof id === 'number' && Number.isInteger(id) && id >= 0) return id;
  throw checkpointError(`${path}: pad_token_id is ${JSON.stringify(id)}, not a token id`);
}

function labelsOf(json: JsonObject, path: string): string[] | undefined {
  const names = json['id2label'];
  if (names === undefined || names === null) return undefined;
  if (!isObject(names)) throw checkpointError(`${path}: id2label is not an object`);
  const count = Object.keys(names).length;
  const labels = Array.from({ length: count }, (_, id) => {
    const name = names[String(id)];
    if (typeof name !== 'string' || name === '') {
      throw checkpointError(`${path}: id2label has ${count} entries but no name for class ${id}`);
    }
    return name;
  });
  const repeated = labels.find((label, id) => labels.indexOf(label) !== id);
  if (repeated !== undefined) throw checkpointError(`${path}: id2label has "${repeated}" twice`);
  return labels;
}
