import { sinusoidalPositions } from '../../src/model/architectures/distilbert/tensors';
import type { MadeCheckpoint } from './makeCheckpoint';

/** DistilBERT's forward pass written out in plain loops: an independent witness for the graph. One sequence. */
export function plainForward({ config, tensors }: MadeCheckpoint, ids: readonly number[]): number[] {
  const { dim, heads } = config;
  const tensor = (name: string) => tensors.get(name) ?? sinusoidalPositions(32, dim);
  const linear = (rows: number[][], name: string) =>
    rows.map((row) =>
      [...tensor(`${name}.bias`)].map(
        (bias, output) => bias + dot(row, tensor(`${name}.weight`), output * row.length),
      ),
    );
  const norm = (rows: number[][], name: string) =>
    rows.map((row) => {
      const mean = row.reduce((a, b) => a + b, 0) / row.length;
      const variance = row.reduce((a, b) => a + (b - mean) ** 2, 0) / row.length;
      return row.map(
        (x, i) =>
          ((x - mean) / Math.sqrt(variance + 1e-12)) * tensor(`${name}.weight`)[i]! +
          tensor(`${name}.bias`)[i]!,
      );
    });
  const words = tensor('embeddings.word_embeddings.weight');
  const positions = tensor('embeddings.position_embeddings.weight');
  let states = norm(
    ids.map((id, at) => range(dim).map((i) => words[id * dim + i]! + positions[at * dim + i]!)),
    'embeddings.LayerNorm',
  );
  for (let n = 0; n < config.layers; n++) {
    const part = (name: string) => `transformer.layer.${n}.${name}`;
    const [query, key, value] = ['q_lin', 'k_lin', 'v_lin'].map((name) =>
      linear(states, part(`attention.${name}`)),
    );
    const size = dim / heads;
    const context = states.map((_, at) =>
      range(heads).flatMap((head) => {
        const channels = range(size).map((i) => head * size + i);
        const scores = states.map(
          (_, to) => channels.reduce((sum, i) => sum + query![at]![i]! * key![to]![i]!, 0) / Math.sqrt(size),
        );
        const weights = softmax(scores);
        return channels.map((i) => weights.reduce((sum, weight, to) => sum + weight * value![to]![i]!, 0));
      }),
    );
    const attended = norm(add(linear(context, part('attention.out_lin')), states), part('sa_layer_norm'));
    const inner = linear(attended, part('ffn.lin1')).map((row) =>
      row.map((x) => (config.activation === 'gelu' ? gelu(x) : Math.max(0, x))),
    );
    states = norm(add(linear(inner, part('ffn.lin2')), attended), part('output_layer_norm'));
  }
  const pooled = linear(states.slice(0, 1), 'pre_classifier').map((row) => row.map((x) => Math.max(0, x)));
  return linear(pooled, 'classifier')[0]!;
}

const range = (length: number) => Array.from({ length }, (_, i) => i);
const add = (a: number[][], b: number[][]) => a.map((row, r) => row.map((x, i) => x + b[r]![i]!));
const dot = (row: number[], matrix: Float32Array, start: number) =>
  row.reduce((sum, x, i) => sum + x * matrix[start + i]!, 0);

function softmax(scores: number[]): number[] {
  const exponentials = scores.map((score) => Math.exp(score - Math.max(...scores)));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((value) => value / sum);
}

/** x times the normal distribution's function, which is summed by its series (NIST 7.6.1). */
function gelu(x: number): number {
  const z = x / Math.SQRT2;
  let term = z;
  let sum = z;
  for (let n = 1; n < 200; n++) {
    term *= (-z * z) / n;
    sum += term / (2 * n + 1);
  }
  return 0.5 * x * (1 + (2 / Math.sqrt(Math.PI)) * sum);
}
