import { checkpointError } from '../../model/checkpoint/checkpointError';

/**
 * Which layers of a deeper base a shallower model keeps, evenly spaced and with the last: of 12, six are 1, 3, 5, 7,
 * 9, 11. DistilBERT was started from every second layer of BERT (Sanh et al., 2019, section 3).
 *
 * @throws EmostreamError `bad_checkpoint` when the base has fewer layers than wanted
 */
export function keptLayers(layers: number, wanted: number): number[] {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > layers) {
    throw checkpointError(
      `the base model has ${layers} layers, so ${wanted} cannot be kept`,
      `ask for 1 to ${layers} layers`,
    );
  }
  return Array.from({ length: wanted }, (_, kept) => Math.ceil(((kept + 1) * layers) / wanted) - 1);
}

/** A parameter's name in the base: the layers keep their weights but not their numbers. */
export function nameInBase(name: string, kept: readonly number[]): string {
  return name.replace(/^(transformer\.layer\.)(\d+)/, (_, start: string, layer: string) => {
    return `${start}${kept[Number(layer)] ?? layer}`;
  });
}
