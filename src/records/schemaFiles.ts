import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmostreamError, messageOf } from '../common/errors';
import { packageRoot } from '../common/packageRoot';

/** The records; `schemas/` has a file for each. */
export const recordNames = ['TranscriptSegment', 'EmotionLabel', 'DeadLetter'] as const;
export type RecordName = (typeof recordNames)[number];

const folder = join(packageRoot, 'schemas');

/**
 * The schema with which this version writes and reads.
 *
 * @returns the text of `schemas/<name>.avsc`
 * @throws EmostreamError `broken_installation`
 */
export function currentSchema(name: RecordName): string {
  return orBrokenInstallation(() => readFileSync(join(folder, `${name}.avsc`), 'utf8'));
}

/**
 * Every version ever shipped, oldest first; an older writer's schema is found among them by its fingerprint.
 *
 * @returns the texts of `schemas/history/<name>/<version>.avsc`
 * @throws EmostreamError `broken_installation`
 */
export function shippedSchemas(name: RecordName): string[] {
  const history = join(folder, 'history', name);
  return orBrokenInstallation(() =>
    readdirSync(history)
      .filter((file) => /^\d+\.avsc$/.test(file))
      .sort((a, b) => parseInt(a, 10) - parseInt(b, 10))
      .map((file) => readFileSync(join(history, file), 'utf8')),
  );
}

function orBrokenInstallation<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new EmostreamError(`cannot read the record schemas in ${folder}: ${messageOf(error)}`, {
      code: 'broken_installation',
      fault: 'environment',
      hint: 'The schemas folder is missing or damaged: install emostream again.',
      cause: error,
    });
  }
}
