import type { Activation, LinearLayer } from '../../quantization/QuantizationScheme';
import type { DistilBertConfig } from './DistilBertConfig';
import { layerPart, linearSize, type LinearName } from './tensors';

/** GELU is nowhere smaller (its minimum is -0.16998 at -0.75179); ReLU is nowhere below 0. */
const activationFloors = { gelu: -0.17, relu: 0 };

/** The linear layers of one Transformer layer, and the activations that they read. */
export interface TransformerLayer {
  query: LinearLayer;
  key: LinearLayer;
  value: LinearLayer;
  attentionOutput: LinearLayer;
  innerFeedForward: LinearLayer;
  outerFeedForward: LinearLayer;
  /** The layer's input. Query, key and value read it. */
  input: Activation;
  /** What attention gives: a weighted mean of values. */
  context: Activation;
  /** After attention and its LayerNorm. */
  attended: Activation;
  /** Inside the feed-forward network, after GELU or ReLU. */
  inner: Activation;
}

/**
 * The Transformer layers from first to last. In the last one only the first token's state is wanted: its keys and
 * values come from all tokens, the rest is computed for that token alone.
 */
export function transformerLayers(config: DistilBertConfig): TransformerLayer[] {
  return Array.from({ length: config.layers }, (_, layer) => {
    const linear = (name: LinearName): LinearLayer => {
      const [outputs, inputs] = linearSize(config, name);
      return { name: layerPart(layer, name), inputs, outputs };
    };
    const query = linear('attention.q_lin');
    const key = linear('attention.k_lin');
    const value = linear('attention.v_lin');
    const attentionOutput = linear('attention.out_lin');
    const innerFeedForward = linear('ffn.lin1');
    const outerFeedForward = linear('ffn.lin2');
    const firstTokenOnly = layer === config.layers - 1;
    const floor = activationFloors[config.activation];
    return {
      ...{ query, key, value, attentionOutput, innerFeedForward, outerFeedForward },
      input: activation([query, key, value]),
      context: activation([attentionOutput], { firstTokenOnly, smoothedBy: value }),
      attended: activation([innerFeedForward], { firstTokenOnly }),
      inner: activation([outerFeedForward], { firstTokenOnly, floor }),
    };
  });
}

/** The activations of all layers. */
export function activationsOf(config: DistilBertConfig): Activation[] {
  return transformerLayers(config).flatMap(({ input, context, attended, inner }) => [
    input,
    context,
    attended,
    inner,
  ]);
}

/** An activation is named for the first linear layer that reads it. */
function activation(
  readers: [LinearLayer, ...LinearLayer[]],
  properties: Partial<Pick<Activation, 'smoothedBy' | 'floor' | 'firstTokenOnly'>> = {},
): Activation {
  const [{ name, inputs: channels }] = readers;
  return {
    name,
    channels,
    readers,
    smoothedBy: undefined,
    floor: undefined,
    firstTokenOnly: false,
    ...properties,
  };
}
