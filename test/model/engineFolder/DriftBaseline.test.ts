import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEngineFolder, writeDriftBaseline } from '../../../src/model/engineFolder/EngineManifest';
import { isDriftBaseline } from '../../../src/model/engineFolder/DriftBaseline';
import { packageRoot } from '../../../src/common/packageRoot';

const embedded = join(packageRoot, 'models', 'es-emotion');
const histogram = { bounds: [1, 2], counts: [5, 0, 3] };

test('the embedded model tells what it was like on validation data', () => {
  const { validation } = readEngineFolder(embedded);
  expect(validation?.tokens.counts.reduce((sum, count) => sum + count, 0)).toBe(750);
  expect(validation?.confidence.bounds).toHaveLength(9);
});

test('it is written into an engine folder, and nothing else is changed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emostream-engine-'));
  cpSync(embedded, folder, { recursive: true });
  const before = readEngineFolder(folder);
  const validation = { confidence: histogram, tokens: histogram };
  expect(writeDriftBaseline(folder, validation)).toEqual({ ...before, validation });
  expect(readEngineFolder(folder)).toEqual({ ...before, validation });
  expect(readFileSync(join(folder, 'emostream.json'), 'utf8')).toMatch(/\}\n$/);
});

test.each([
  undefined,
  {},
  { confidence: histogram },
  { confidence: histogram, tokens: { bounds: [1, 2], counts: [1, 2] } },
  { confidence: histogram, tokens: { bounds: [2, 1], counts: [1, 2, 3] } },
  { confidence: histogram, tokens: { bounds: [1, 1], counts: [1, 2, 3] } },
  { confidence: histogram, tokens: { bounds: [], counts: [0] } },
  { confidence: histogram, tokens: { bounds: [1], counts: [1, -1] } },
  { confidence: histogram, tokens: { bounds: ['1'], counts: [1, 1] } },
])('%j is none', (value) => {
  expect(isDriftBaseline(value)).toBe(false);
});
