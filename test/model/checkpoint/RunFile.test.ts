import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunFile, trainingCountsOf } from '../../../src/model/checkpoint/RunFile';
import { temporaryFolder } from '../reference';

function folderWith(content: unknown): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'run.json'), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
}

describe('run.json', () => {
  test('tells the rows trained on, without those of other sources', () => {
    const classCounts = { good: 30, bad: 20, ugly: 5 };
    const plain = folderWith({ fingerprint: 'f', result: { classCounts } });
    expect(trainingCountsOf(plain)).toEqual(classCounts);
    const extraCounts = { good: 0, bad: 0, ugly: 4 };
    const mixed = folderWith({ fingerprint: 'f', result: { classCounts, extraCounts } });
    expect(trainingCountsOf(mixed)).toEqual({ good: 30, bad: 20, ugly: 1 });
  });

  test('need not be there', () => {
    expect(readRunFile(temporaryFolder())).toBeUndefined();
    expect(trainingCountsOf(temporaryFolder())).toBeUndefined();
  });

  test.each([
    ['cut off', '{"fingerprint": "f", "resu', /run\.json is not JSON/],
    ['of something else', [1, 2], /run\.json is not a JSON object/],
    ['without a result', { fingerprint: 'f' }, /run\.json is not what emostream train writes/],
    ['without counts', { fingerprint: 'f', result: {} }, /run\.json is not what emostream train writes/],
    [
      'with counts that are no numbers',
      { fingerprint: 'f', result: { classCounts: { good: '3' } } },
      /run\.json is not what emostream train writes/,
    ],
  ])('that is %s is named, with the way out', (_, content, message) => {
    const folder = folderWith(content);
    expect(() => trainingCountsOf(folder)).toThrow(message);
    expect(() => trainingCountsOf(folder)).toThrow(
      expect.objectContaining({
        code: 'bad_checkpoint',
        hint: expect.stringContaining('--no-resume') as string,
      }) as Error,
    );
  });
});
