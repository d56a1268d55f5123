import type { Checkpoint } from '../../checkpoint/Checkpoint';
import { layerPart } from './tensorShapes';
import type { Arithmetic } from '../../graph/Arithmetic';
import { bytesOf, GraphBuilder, type Value } from '../../graph/GraphBuilder';
import { siteOf } from './sites';

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
export function distilbertGraph(checkpoint: Checkpoint, arithmetic: Arithmetic): GraphBuilder {
  const { config, weights, labels } = checkpoint;
  const graph = new GraphBuilder();
  const inputIds = graph.input('input_ids', 'int32', ['batch', 'length']);
  const lengths = graph.input('lengths', 'int32', ['batch']);
  const batchAndLength = graph.add('Shape', [inputIds]);

  let states = embeddings();
  for (let layer = 0; layer < config.layers; layer++) {
    states = transformerLayer(states, layer, layer === config.layers - 1);
  }
  graph.output('logits', classifier(states), 'float32', ['batch', labels.length]);
  return graph;

  /** [tokens, dim] */
  function embeddings(): Value {
    const table = weight('embeddings.position_embeddings.weight', [config.maxPositions, config.dim]);
    const length = graph.add('Shape', [inputIds], { start: 1, end: 2 });
    const positions = graph.add('Slice', [table, graph.ints(0), length, graph.ints(0)]);
    const words = arithmetic.wordEmbeddings(graph, graph.add('Reshape', [inputIds, graph.ints(-1)]));
    const sum = asRows(graph.add('Add', [asSequences(words), positions]));
    return layerNorm(sum, 'embeddings.LayerNorm');
  }

  /** [tokens, dim] to [tokens, dim], or to [batch, dim] in the last layer */
  function transformerLayer(states: Value, layer: number, firstTokenOnly: boolean): Value {
    const part = (name: string) => layerPart(layer, name);
    const residual = firstTokenOnly ? firstTokens(states) : states;
    const context = firstTokenOnly
      ? firstTokenAttention(states, residual, layer)
      : selfAttention(states, layer);
    const attention = linear(context, part('attention.out_lin'));
    const attended = addAndNormalize(attention, residual, part('attention.out_lin'), part('sa_layer_norm'));

    const inner = activation(linear(attended, part('ffn.lin1')), part('ffn.lin1'));
    const outer = linear(inner, part('ffn.lin2'));
    return addAndNormalize(outer, attended, part('ffn.lin2'), part('output_layer_norm'));
  }

  /** [tokens, dim]: every token attends to all tokens of its sequence */
  function selfAttention(states: Value, layer: number): Value {
    const names = queryKeyValue(layer);
    const operand = arithmetic.operand(graph, states, siteOf(names.query));
    const all = [names.query, names.key, names.value];
    const fused = asSequences(arithmetic.linear(graph, operand, all));
    const [query, key = '', value = ''] = graph.addMany('Split', [fused], 3, { axis: 2, num_outputs: 3 });
    return attend(query, key, value, arithmetic.bias(graph, all));
  }

  /** [batch, dim]: the first token alone attends to all tokens of its sequence */
  function firstTokenAttention(states: Value, first: Value, layer: number): Value {
    const names = queryKeyValue(layer);
    const site = siteOf(names.query);
    const keysAndValues = [names.key, names.value];
    const fused = asSequences(
      arithmetic.linear(graph, arithmetic.operand(graph, states, site), keysAndValues),
    );
    const [key, value = ''] = graph.addMany('Split', [fused], 2, { axis: 2, num_outputs: 2 });
    const query = arithmetic.linear(graph, arithmetic.operand(graph, first, site), [names.query]);
    const oneRowEach = graph.add('Unsqueeze', [query, graph.ints(1)]);
    return attend(oneRowEach, key, value, arithmetic.bias(graph, [names.query, ...keysAndValues]));
  }

  /** softmax(query keyᵀ / sqrt(dim of a head)) value by heads, padding left out; [rows, dim] */
  function attend(query: Value, key: Value, value: Value, bias: Value): Value {
    const inputs = [query, key, value, bias, lengths];
    return asRows(graph.add('MultiHeadAttention', inputs, { num_heads: config.heads }));
  }

  function queryKeyValue(layer: number) {
    return {
      query: layerPart(layer, 'attention.q_lin'),
      key: layerPart(layer, 'attention.k_lin'),
      value: layerPart(layer, 'attention.v_lin'),
    };
  }

  /** Without its bias, which the operator after it adds. */
  function linear(rows: Value, name: string): Value {
    return arithmetic.linear(graph, arithmetic.operand(graph, rows, siteOf(name)), [name]);
  }

  function activation(rows: Value, linearName: string): Value {
    const bias = arithmetic.bias(graph, [linearName]);
    if (config.activation === 'gelu') return graph.add('BiasGelu', [rows, bias]);
    return graph.add('Relu', [graph.add('Add', [rows, bias])]);
  }

  /** LayerNorm(rows + bias of the linear map + residual) */
  function addAndNormalize(rows: Value, residual: Value, linearName: string, norm: string): Value {
    const biased = graph.add('Add', [rows, arithmetic.bias(graph, [linearName])]);
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
    return dense(pooled, 'classifier', labels.length);
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
