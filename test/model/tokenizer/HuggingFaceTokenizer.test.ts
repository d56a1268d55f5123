import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { readLabelled } from '../../../src/evaluation';
import { HuggingFaceTokenizer, wordsUpTo } from '../../../src/model/tokenizer/HuggingFaceTokenizer';
import { packageRoot } from '../../../src/common/packageRoot';
import { makeCheckpoint } from '../makeCheckpoint';
import { describeWithShared, referenceFolder, referenceRows, shared, temporaryFolder } from '../reference';

test('truncation keeps the closing token', async () => {
  const tokenizer = await HuggingFaceTokenizer.load(makeCheckpoint(temporaryFolder()).folder);
  expect([...tokenizer.encode('hola mundo', 32)]).toEqual([2, 4, 5, 3]);
  expect([...tokenizer.encode('Hola, ¿qué tal?', 32)]).toEqual([2, 4, 1, 1, 6, 7, 1, 3]);
  expect([...tokenizer.encode('hola mundo que tal todo bien', 5)]).toEqual([2, 4, 5, 6, 3]);
  expect([...tokenizer.encode('', 5)]).toEqual([2, 3]);
});

test('a folder without tokenizer files is told', async () => {
  await expect(HuggingFaceTokenizer.load(temporaryFolder())).rejects.toThrow(
    /has no tokenizer: tokenizer\.json is missing/,
  );
});

test('a long text costs what its beginning costs, with the same tokens', async () => {
  const tokenizer = await HuggingFaceTokenizer.load(join(packageRoot, 'models', 'es-emotion'));
  const text = 'Buenas tardes, señoras y señores: ¡qué alegría verles aquí esta noche!  \u0301 '.repeat(40);
  const expected = tokenizer.encode(text, 128);
  expect(expected).toHaveLength(128);
  expect(tokenizer.encode(text.repeat(300), 128)).toEqual(expected);
  expect(tokenizer.encode('\u200b '.repeat(3000) + 'hola', 16)).toEqual(tokenizer.encode('hola', 16));
});

test('transformers.js is loaded with the first tokenizer, and without ONNX Runtime and sharp', () => {
  // In a process of its own: Jest keeps a list of modules that is not Node's.
  const loaded = `
    const { HuggingFaceTokenizer } = require(process.argv[1]);
    const loaded = () => ['transformers', 'onnxruntime-node', 'sharp'].filter((name) =>
      Object.keys(require.cache).some((path) => path.includes('/' + name + '/')));
    const before = loaded();
    HuggingFaceTokenizer.load(process.argv[2]).then(() => console.log(JSON.stringify({ before, after: loaded() })));`;
  const output = execFileSync(process.execPath, [
    '-e',
    loaded,
    join(packageRoot, 'dist', 'src', 'model'),
    join(packageRoot, 'models', 'es-emotion'),
  ]);
  expect(JSON.parse(output.toString())).toEqual({ before: [], after: ['transformers'] });
});

test('a text is only cut where a plain space parts letters or digits', () => {
  expect(wordsUpTo('uno dos tres', 100)).toBe('uno dos tres');
  expect(wordsUpTo('uno dos tres', 5)).toBe('uno dos');
  expect(wordsUpTo('uno, \u0301dos!  tres', 3)).toBe('uno, \u0301dos!  tres');
});

describeWithShared('ids of the shared reference', () => {
  test.each([
    ['tiny', 40, 64],
    ['e5-es', 100, 512],
  ] as const)('%s: the first %d rows', async (model, rows, maxTokens) => {
    const tokenizer = await HuggingFaceTokenizer.load(referenceFolder(model));
    const labelled = await readLabelled(join(shared, 'data', 'emospeech-2024', 'test.csv'));
    const ids = labelled.rows.slice(0, rows).map(({ text }) => [...tokenizer.encode(text, maxTokens)]);
    expect(ids).toEqual(
      referenceRows(model)
        .slice(0, rows)
        .map((row) => row.ids),
    );
  });
});
