import type { DistilBertConfig } from './DistilBertConfig';
import { layerPart, type LinearName } from './tensorShapes';

/**
 * The four activations of a layer that linear maps read. A site is named for the first map that reads it: query,
 * key and value read the same rows.
 */
const readers: Readonly<Record<string, readonly LinearName[]>> = {
  'attention.q_lin': ['attention.q_lin', 'attention.k_lin', 'attention.v_lin'],
  'attention.out_lin': ['attention.out_lin'],
  'ffn.lin1': ['ffn.lin1'],
  'ffn.lin2': ['ffn.lin2'],
};

/** The site that a linear map reads: `transformer.layer.3.attention.k_lin` reads `….attention.q_lin`. */
export function siteOf(linear: string): string {
  return linear.replace(/\.attention\.[kv]_lin$/, '.attention.q_lin');
}

/** The linear maps that read a site, with their layer. */
export function readersOf(site: string): string[] {
  const match = /^(transformer\.layer\.(\d+))\.(.+)$/.exec(site);
  const names = readers[match?.[3] ?? ''];
  if (names === undefined) throw new Error(`${site} is not a site`);
  return names.map((name) => layerPart(Number(match?.[2]), name));
}

/** Every site of the model. */
export function allSites(config: DistilBertConfig): string[] {
  return Array.from({ length: config.layers }, (_, layer) =>
    Object.keys(readers).map((name) => layerPart(layer, name)),
  ).flat();
}
