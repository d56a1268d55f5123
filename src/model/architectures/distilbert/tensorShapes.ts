import type { DistilBertConfig } from './DistilBertConfig';

/** Names of the linear maps of one layer, as transformers' modules are called. */
export const linearNames = [
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

/**
 * The tensors that a sequence classifier of this config has, by name without the `distilbert.` prefix. A linear
 * weight is [outputs, inputs], as PyTorch keeps it.
 */
export function tensorShapes(config: DistilBertConfig, classes: number): Map<string, readonly number[]> {
  const { dim, hiddenDim } = config;
  const shapes = new Map<string, readonly number[]>();
  const linear = (name: string, outputs: number, inputs: number) =>
    shapes.set(`${name}.weight`, [outputs, inputs]).set(`${name}.bias`, [outputs]);
  const layerNorm = (name: string) => shapes.set(`${name}.weight`, [dim]).set(`${name}.bias`, [dim]);

  shapes.set('embeddings.word_embeddings.weight', [config.vocabSize, dim]);
  shapes.set('embeddings.position_embeddings.weight', [config.maxPositions, dim]);
  layerNorm('embeddings.LayerNorm');
  for (let layer = 0; layer < config.layers; layer++) {
    for (const name of linearNames) {
      linear(
        layerPart(layer, name),
        name === 'ffn.lin1' ? hiddenDim : dim,
        name === 'ffn.lin2' ? hiddenDim : dim,
      );
    }
    layerNorm(layerPart(layer, 'sa_layer_norm'));
    layerNorm(layerPart(layer, 'output_layer_norm'));
  }
  linear('pre_classifier', dim, dim);
  linear('classifier', classes, dim);
  return shapes;
}
