import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../common/packageRoot';

/** The calibration texts that come with emostream: Spanish speech of many kinds, written for it. */
export function defaultCalibrationTexts(): string[] {
  return readFileSync(join(packageRoot, 'models', 'calibration', 'es.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}
