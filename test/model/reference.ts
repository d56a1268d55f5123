import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/common/packageRoot';

/** The shared reference models and data, which a user's clone does not have. */
export const shared = join(packageRoot, '..', 'shared');
export const describeWithShared = existsSync(shared) ? describe : describe.skip;
export const referenceFolder = (model: string) => join(shared, 'reference', model);

/** PyTorch's logits, and the token ids where the file tells them. */
export interface ReferenceRow {
  ids: number[] | undefined;
  logits: number[];
}

export function referenceRows(model: 'tiny' | 'e5-es'): ReferenceRow[] {
  const file = JSON.parse(readFileSync(join(referenceFolder(model), 'logits.json'), 'utf8')) as {
    rows: { ids?: number[]; input_ids?: number[]; logits: number[] }[];
  };
  return file.rows.map((row) => ({ ids: row.ids ?? row.input_ids, logits: row.logits }));
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'emostream-model-'));
  folders.push(folder);
  return folder;
}
