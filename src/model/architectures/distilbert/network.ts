import type { Tensor } from '@tensorflow/tfjs-core';
import { gelu, layerNorm, linear, noDropout, type Dropout } from '../../engines/tfjs/network/ops';
import { pad, unpad } from '../../engines/tfjs/network/Padding';
import type { TokenBatch } from '../../engines/tfjs/network/TokenBatch';
import type { Tensorflow } from '../../engines/tfjs/tensorflow/Tensorflow';
import type { DistilBertConfig, DropoutRates } from './DistilBertConfig';
import { layerPart, positionTable, wordTable } from './tensors';

/** The values of the parameters, by their names in the checkpoint without the `distilbert.` prefix. */
export type Parameters = ReadonlyMap<string, Tensor>;

/** DistilBERT's LayerNorm adds this to the variance (transformers, modeling_distilbert). */
const epsilon = 1e-12;

/**
 * The forward pass of a DistilBERT sequence classifier (Sanh et al., 2019), with dropout where transformers has
 * it: after the embeddings, on the attention weights, after each feed-forward network, before the classifier.
 *
 * Between the attentions everything is rows of [tokens, dim], without padding; only attention pads. In the last layer
 * only the first token's state is wanted: its keys and values come from all tokens, the rest is computed for that token
 * alone. Logits and gradients are the same, with a seventh less work for 6 layers.
 *
 * @returns logits [batch, classes]
 */
export function forward(
  tensorflow: Tensorflow,
  config: DistilBertConfig & DropoutRates,
  parameters: Parameters,
  batch: TokenBatch,
  dropout: Dropout = noDropout,
): Tensor {
  const { tf } = tensorflow;
  const { size, padding } = batch;
  const { heads } = config;
  const headDim = config.dim / heads;

  let states = embeddings();
  for (let layer = 0; layer < config.layers; layer++) {
    states = transformerLayer(states, layer, layer === config.layers - 1);
  }
  const pooled = tf.relu(dense(states, 'pre_classifier'));
  return dense(dropout(pooled, config.headDropout), 'classifier');

  /** [tokens, dim] */
  function embeddings(): Tensor {
    const words = tf.gather(parameter(wordTable), batch.ids);
    const positions = tf.gather(parameter(positionTable), batch.positions);
    return dropout(norm(tf.add(words, positions), 'embeddings.LayerNorm'), config.dropout);
  }

  /** [tokens, dim] to [tokens, dim], or to [batch, dim] in the last layer */
  function transformerLayer(states: Tensor, layer: number, firstTokenOnly: boolean): Tensor {
    const part = (name: string) => layerPart(layer, name);
    const residual = firstTokenOnly ? tf.gather(states, batch.firstTokens) : states;
    const attention = dense(attend(residual, states, layer), part('attention.out_lin'));
    const attended = norm(tf.add(attention, residual), part('sa_layer_norm'));

    const inner = activation(dense(attended, part('ffn.lin1')));
    const outer = dropout(dense(inner, part('ffn.lin2')), config.dropout);
    return norm(tf.add(outer, attended), part('output_layer_norm'));
  }

  /** softmax(query keyᵀ / sqrt(dim of a head)) value by heads; [asking tokens, dim] */
  function attend(asking: Tensor, states: Tensor, layer: number): Tensor {
    const part = (name: string) => layerPart(layer, `attention.${name}`);
    const padded = (rows: Tensor) => (padding === undefined ? rows : pad(tf, rows, padding));
    const all = asking === states;
    const scaled = tf.mul(dense(asking, part('q_lin')), 1 / Math.sqrt(headDim));
    const query = splitHeads(all ? padded(scaled) : scaled);
    const key = splitHeads(padded(dense(states, part('k_lin'))));
    const value = splitHeads(padded(dense(states, part('v_lin'))));
    const scores = tf.matMul(query, key, false, true);
    const weights = tf.softmax(padding === undefined ? scores : tf.add(scores, padding.attentionBias));
    const context = joinHeads(tf.matMul(dropout(weights, config.attentionDropout), value));
    return all && padding !== undefined ? unpad(tf, context, padding) : context;
  }

  function activation(rows: Tensor): Tensor {
    return config.activation === 'gelu' ? gelu(tf, rows) : tf.relu(rows);
  }

  function dense(rows: Tensor, name: string): Tensor {
    return linear(tensorflow, rows, parameter(`${name}.weight`), parameter(`${name}.bias`));
  }

  function norm(rows: Tensor, name: string): Tensor {
    return layerNorm(tensorflow, rows, parameter(`${name}.weight`), parameter(`${name}.bias`), epsilon);
  }

  /** [batch · n, dim] to [batch, heads, n, dim of a head] */
  function splitHeads(rows: Tensor): Tensor {
    return tf.transpose(tf.reshape(rows, [size, -1, heads, headDim]), [0, 2, 1, 3]);
  }

  /** [batch, heads, n, dim of a head] to [batch · n, dim] */
  function joinHeads(byHeads: Tensor): Tensor {
    return tf.reshape(tf.transpose(byHeads, [0, 2, 1, 3]), [-1, config.dim]);
  }

  function parameter(name: string): Tensor {
    const value = parameters.get(name);
    if (value === undefined) throw new Error(`no parameter is named ${name}`);
    return value;
  }
}
