import type { DistilBertConfig } from './DistilBertConfig';

/** What transformers puts before the names of the encoder's tensors; emostream leaves it out. */
const encoderPrefix = 'distilbert.';

export const wordTable = 'embeddings.word_embeddings.weight';
export const positionTable = 'embeddings.position_embeddings.weight';

/** Linear layers of the classification head, which follow the encoder. */
export const headLayers = ['pre_classifier', 'classifier'] as const;
export const headTensors: readonly string[] = headLayers.flatMap((name) => [
  `${name}.weight`,
  `${name}.bias`,
]);

/** Names of the linear maps of one layer, as transformers' modules are called. */
const linearNames = [
  'attention.q_lin',
  'attention.k_lin',
  'attention.v_lin',
  'attention.out_lin',
  'ffn.lin1',
  'ffn.lin2',
] as const;
export type LinearName = (typeof linearNames)[number];

/** `transformer.layer.3.ffn.lin1` */
export function layerPart(layer: number, part: string): string {
  return `transformer.layer.${layer}.${part}`;
}

export function withoutPrefix(nameInFile: string): string {
  return nameInFile.startsWith(encoderPrefix) ? nameInFile.slice(encoderPrefix.length) : nameInFile;
}

/** The name that transformers gives a tensor in a file. */
export function nameInFile(name: string): string {
  return headTensors.includes(name) ? name : `${encoderPrefix}${name}`;
}

/** [outputs, inputs] of a layer's linear map. */
export function linearSize({ dim, hiddenDim }: DistilBertConfig, name: LinearName): [number, number] {
  return [name === 'ffn.lin1' ? hiddenDim : dim, name === 'ffn.lin2' ? hiddenDim : dim];
}

/**
 * The tensors that a sequence classifier of this config has, by name without the encoder's prefix. A linear weight is
 * [outputs, inputs], as PyTorch keeps it.
 */
export function tensorShapes(config: DistilBertConfig, classes: number): Map<string, readonly number[]> {
  const { dim } = config;
  const shapes = new Map<string, readonly number[]>();
  const linear = (name: string, outputs: number, inputs: number) =>
    shapes.set(`${name}.weight`, [outputs, inputs]).set(`${name}.bias`, [outputs]);
  const layerNorm = (name: string) => shapes.set(`${name}.weight`, [dim]).set(`${name}.bias`, [dim]);

  shapes.set(wordTable, [config.vocabSize, dim]);
  shapes.set(positionTable, [config.maxPositions, dim]);
  layerNorm('embeddings.LayerNorm');
  for (let layer = 0; layer < config.layers; layer++) {
    for (const name of linearNames) linear(layerPart(layer, name), ...linearSize(config, name));
    layerNorm(layerPart(layer, 'sa_layer_norm'));
    layerNorm(layerPart(layer, 'output_layer_norm'));
  }
  linear('pre_classifier', dim, dim);
  linear('classifier', classes, dim);
  return shapes;
}

/**
 * The fixed position table of "Attention Is All You Need" (section 3.5), laid out as DistilBERT's: at position p,
 * column 2i is sin(p / 10000^(2i/dim)) and column 2i+1 the cosine of the same angle.
 *
 * @returns float32 [positions, dim]
 */
export function sinusoidalPositions(positions: number, dim: number): Float32Array {
  return Float32Array.from({ length: positions * dim }, (_, index) => {
    const position = Math.floor(index / dim);
    const column = index % dim;
    const angle = position / 10000 ** ((2 * Math.floor(column / 2)) / dim);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}
