import { join } from 'node:path';
import { type EngineManifest, manifestFile, readEngineFolder } from './EngineManifest';
import { writeWhole } from '../../common/writeWhole';
import type { Validation } from './Validation';

/**
 * Adds to an engine folder what its model sees and says on validation data, instead of what was there.
 *
 * @throws EmostreamError `bad_checkpoint` when it is no engine folder
 */
export function writeValidation(folder: string, validation: Validation): EngineManifest {
  const manifest = { ...readEngineFolder(folder), validation };
  writeWhole(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
