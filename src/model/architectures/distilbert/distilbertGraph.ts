import { bytesOf, GraphBuilder, type Value } from '../../graph/GraphBuilder';
import type { Activation, LinearLayer, QuantizationScheme } from '../../quantization/QuantizationScheme';
import type { Weights } from '../Architecture';
import type { DistilBertConfig } from './DistilBertConfig';
import { transformerLayers, type TransformerLayer } from './layers';
import { layerPart, positionTable, wordTable } from './tensors';

/** DistilBERT's LayerNorm adds this to the variance (transformers, modeling_distilbert). */
const epsilon = { float: 1e-12 };

/**
 * The forward pass of a DistilBERT sequence classifier as an ONNX graph: post-LayerNorm Transformer encoder, the
 * first token's state through two linear maps (Sanh et al., 2019).
 *
 * Inputs: `input_ids` int32 [batch, length], padded at the end with any valid id; `lengths` int32 [batch], the
 * tokens of each sequence. Output: `logits` float32 [batch, classes].
 *
 * Between the attentions everything is rows of [tokens, dim], tokens = batch x length. In the last layer only the
 * first token's state is wanted: its keys and values come from all tokens, the rest is computed for that token
 * alone (14 % less work for 6 layers, with the same result).
 */
export function distilbertGraph(
  config: DistilBertConfig,
  weights: Weights,
  classes: number,
  scheme: QuantizationScheme,
): GraphBuilder {
  const graph = new GraphBuilder('distilbert');
  const inputIds = graph.input('input_ids', 'int32', ['batch', 'length']);
  const lengths = graph.input('lengths', 'int32', ['batch']);
  const batchAndLength = graph.add('Shape', [inputIds]);

  let states = embeddings();
  for (const [index, layer] of transformerLayers(config).entries()) {
    states = transformerLayer(states, layer, index);
  }
  graph.output('logits', classifier(states), 'float32', ['batch', classes]);
  return graph;

  /** [tokens, dim] */
  function embeddings(): Value {
    const table = weight(positionTable, [config.maxPositions, config.dim]);
    const length = graph.add('Shape', [inputIds], { start: 1, end: 2 });
    const positions = graph.add('Slice', [table, graph.ints(0), length, graph.ints(0)]);
    const words = scheme.wordEmbeddings(
      graph,
      { name: wordTable, rows: config.vocabSize, columns: config.dim },
      graph.add('Reshape', [inputIds, graph.ints(-1)]),
    );
    const sum = asRows(graph.add('Add', [asSequences(words), positions]));
    return layerNorm(sum, 'embeddings.LayerNorm');
  }

  /** [tokens, dim] to [tokens, dim], or to [batch, dim] in the last layer */
  function transformerLayer(states: Value, layer: TransformerLayer, index: number): Value {
    const { attentionOutput, innerFeedForward, outerFeedForward } = layer;
    const lastLayer = layer.context.firstTokenOnly;
    const residual = lastLayer ? firstTokens(states) : states;
    const context = lastLayer ? firstTokenAttention(states, residual, layer) : selfAttention(states, layer);
    const attention = linear(context, layer.context, attentionOutput);
    const attended = addAndNormalize(attention, residual, attentionOutput, layerPart(index, 'sa_layer_norm'));

    const inner = activation(linear(attended, layer.attended, innerFeedForward), innerFeedForward);
    const outer = linear(inner, layer.inner, outerFeedForward);
    return addAndNormalize(outer, attended, outerFeedForward, layerPart(index, 'output_layer_norm'));
  }

  /** [tokens, dim]: every token attends to all tokens of its sequence */
  function selfAttention(states: Value, { query, key, value, input }: TransformerLayer): Value {
    const all = [query, key, value];
    const fused = asSequences(scheme.linear(graph, scheme.operand(graph, states, input), all));
    const [queries, keys = '', values = ''] = graph.addMany('Split', [fused], 3, { axis: 2, num_outputs: 3 });
    return attend(queries, keys, values, scheme.bias(graph, all));
  }

  /** [batch, dim]: the first token alone attends to all tokens of its sequence */
  function firstTokenAttention(states: Value, first: Value, layer: TransformerLayer): Value {
    const { query, key, value, input } = layer;
    const fused = asSequences(scheme.linear(graph, scheme.operand(graph, states, input), [key, value]));
    const [keys, values = ''] = graph.addMany('Split', [fused], 2, { axis: 2, num_outputs: 2 });
    const queries = scheme.linear(graph, scheme.operand(graph, first, input), [query]);
    const oneRowEach = graph.add('Unsqueeze', [queries, graph.ints(1)]);
    return attend(oneRowEach, keys, values, scheme.bias(graph, [query, key, value]));
  }

  /** softmax(query keyᵀ / sqrt(dim of a head)) value by heads, padding left out; [rows, dim] */
  function attend(query: Value, key: Value, value: Value, bias: Value): Value {
    const inputs = [query, key, value, bias, lengths];
    return asRows(graph.add('MultiHeadAttention', inputs, { num_heads: config.heads }));
  }

  /** Without its bias, which the operator after it adds. */
  function linear(rows: Value, reads: Activation, layer: LinearLayer): Value {
    return scheme.linear(graph, scheme.operand(graph, rows, reads), [layer]);
  }

  function activation(rows: Value, layer: LinearLayer): Value {
    const bias = scheme.bias(graph, [layer]);
    if (config.activation === 'gelu') return graph.add('BiasGelu', [rows, bias]);
    return graph.add('Relu', [graph.add('Add', [rows, bias])]);
  }

  /** LayerNorm(rows + bias of the linear layer + residual) */
  function addAndNormalize(rows: Value, residual: Value, layer: LinearLayer, norm: string): Value {
    const biased = graph.add('Add', [rows, scheme.bias(graph, [layer])]);
    return layerNorm(graph.add('Add', [biased, residual]), norm);
  }

  /** The standard operator: ONNX Runtime's fused SkipLayerNormalization took eight times as long on a CPU. */
  function layerNorm(rows: Value, name: string): Value {
    const scale = weight(`${name}.weight`, [config.dim]);
    const shift = weight(`${name}.bias`, [config.dim]);
    return graph.add('LayerNormalization', [rows, scale, shift], { axis: -1, epsilon });
  }

  /** relu(state · pre_classifierᵀ) · classifierᵀ, always in float32: it is 0.7 % of a layer */
  function classifier(states: Value): Value {
    const dense = (rows: Value, name: string, outputs: number) =>
      graph.add(
        'Gemm',
        [rows, weight(`${name}.weight`, [outputs, config.dim]), weight(`${name}.bias`, [outputs])],
        { transB: 1 },
      );
    const pooled = graph.add('Relu', [dense(states, 'pre_classifier', config.dim)]);
    return dense(pooled, 'classifier', classes);
  }

  function weight(name: string, shape: readonly number[]): Value {
    const byteLength = 4 * shape.reduce((product, dim) => product * dim, 1);
    return graph.constant(name, 'float32', shape, {
      byteLength,
      read: () => bytesOf(weights.read(name)).read(),
    });
  }

  /** [tokens, n] to [batch, length, n] */
  function asSequences(rows: Value): Value {
    const shape = graph.add('Concat', [batchAndLength, graph.ints(-1)], { axis: 0 });
    return graph.add('Reshape', [rows, shape]);
  }

  /** [batch, length, dim] to [tokens, dim] */
  function asRows(sequences: Value): Value {
    return graph.add('Reshape', [sequences, graph.ints(-1, config.dim)]);
  }

  /** [tokens, dim] to [batch, dim] */
  function firstTokens(rows: Value): Value {
    const first = graph.add('Gather', [asSequences(rows), graph.ints(0)], { axis: 1 });
    return asRows(first);
  }
}
