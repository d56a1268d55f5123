import type { Weights } from '../architectures/Architecture';
import { bytesOf, type GraphBuilder, type Value } from '../graph/GraphBuilder';
import type { LinearLayer, QuantizationScheme } from './QuantizationScheme';

/** Everything in float32, weights as they are in the checkpoint. */
export function float32Scheme(weights: Weights): QuantizationScheme {
  /** The tensors of several linear layers one after another: their outputs lie side by side. */
  function joined(
    graph: GraphBuilder,
    layers: readonly LinearLayer[],
    tensor: 'weight' | 'bias',
    shape: readonly number[],
  ): Value {
    const names = layers.map(({ name }) => name);
    const byteLength = 4 * shape.reduce((product, dim) => product * dim, 1);
    const read = () => {
      const all = names.map((name) => bytesOf(weights.read(`${name}.${tensor}`)).read());
      return all.length === 1 && all[0] !== undefined ? all[0] : Buffer.concat(all);
    };
    return graph.constant(`${names.join('+')}.${tensor}`, 'float32', shape, { byteLength, read });
  }

  return {
    wordEmbeddings(graph, { name, rows, columns }, ids) {
      const read = () => bytesOf(weights.read(name)).read();
      const table = graph.constant(name, 'float32', [rows, columns], {
        byteLength: 4 * rows * columns,
        read,
      });
      return graph.add('Gather', [table, ids]);
    },
    operand: (_graph, rows) => ({ rows }),
    linear(graph, operand, layers) {
      const weight = joined(graph, layers, 'weight', [outputsOf(layers), layers[0]?.inputs ?? 0]);
      return graph.add('Gemm', [operand.rows, weight], { transB: 1 });
    },
    bias: (graph, layers) => joined(graph, layers, 'bias', [outputsOf(layers)]),
  };
}

function outputsOf(layers: readonly LinearLayer[]): number {
  return layers.reduce((sum, { outputs }) => sum + outputs, 0);
}
