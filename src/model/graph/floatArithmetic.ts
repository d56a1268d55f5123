import type { Checkpoint } from '../checkpoint/Checkpoint';
import type { Arithmetic } from './Arithmetic';
import { bytesOf, type GraphBuilder, type Value } from './GraphBuilder';

/** Everything in float32, weights as they are in the checkpoint. */
export function floatArithmetic({ config, weights }: Checkpoint): Arithmetic {
  const outputsOf = (name: string) => (name.endsWith('ffn.lin1') ? config.hiddenDim : config.dim);
  const inputsOf = (name: string) => (name.endsWith('ffn.lin2') ? config.hiddenDim : config.dim);

  /** The tensors of several linear maps one after another: their outputs lie side by side. */
  function joined(
    graph: GraphBuilder,
    names: readonly string[],
    tensor: 'weight' | 'bias',
    shape: readonly number[],
  ): Value {
    const byteLength = 4 * shape.reduce((product, dim) => product * dim, 1);
    const read = () => {
      const all = names.map((name) => bytesOf(weights.read(`${name}.${tensor}`)).read());
      return all.length === 1 && all[0] !== undefined ? all[0] : Buffer.concat(all);
    };
    return graph.constant(`${names.join('+')}.${tensor}`, 'float32', shape, { byteLength, read });
  }

  return {
    wordEmbeddings(graph, ids) {
      const name = 'embeddings.word_embeddings.weight';
      const shape = [config.vocabSize, config.dim];
      const byteLength = 4 * config.vocabSize * config.dim;
      const read = () => bytesOf(weights.read(name)).read();
      return graph.add('Gather', [graph.constant(name, 'float32', shape, { byteLength, read }), ids]);
    },
    operand: (_graph, rows) => ({ rows }),
    linear(graph, operand, names) {
      const outputs = names.reduce((sum, name) => sum + outputsOf(name), 0);
      const weight = joined(graph, names, 'weight', [outputs, inputsOf(names[0] ?? '')]);
      return graph.add('Gemm', [operand.rows, weight], { transB: 1 });
    },
    bias(graph, names) {
      const outputs = names.reduce((sum, name) => sum + outputsOf(name), 0);
      return joined(graph, names, 'bias', [outputs]);
    },
  };
}
