import { EmostreamError } from '../../common/errors';
import type { Weighting } from './classWeights';

/**
 * The `--weighting` flag: `none`, `rule1`, `inverse`, numbers in the order of the labels (`0.5,1,1.5`), or numbers by
 * label (`fear=5,joy=1,...`).
 *
 * @param labels in the order in which numbers without a name are meant
 * @throws EmostreamError `bad_weights`
 */
export function parseWeighting(flag: string, labels: readonly string[]): Weighting {
  if (flag === 'none' || flag === 'rule1' || flag === 'inverse') return flag;
  const parts = flag.split(',').map((part) => part.trim());
  const named = parts.every((part) => part.includes('='));
  if (!named && parts.length !== labels.length) throw badFlag(flag, labels);
  return Object.fromEntries(
    parts.map((part, index) => {
      const [label = '', number = ''] = named ? part.split('=', 2) : [labels[index], part];
      const weight = Number(number);
      if (number.trim() === '' || !Number.isFinite(weight)) throw badFlag(flag, labels);
      return [label.trim(), weight];
    }),
  );
}

function badFlag(flag: string, labels: readonly string[]): EmostreamError {
  return new EmostreamError(`"${flag}" is no weighting`, {
    code: 'bad_weights',
    fault: 'configuration',
    hint: `give none, rule1, inverse, search, ${labels.length} numbers in the order ${labels.join(', ')}, or LABEL=NUMBER pairs`,
  });
}
