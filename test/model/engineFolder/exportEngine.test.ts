import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs, { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/common/packageRoot';
import { readEngineFolder } from '../../../src/model/engineFolder/EngineManifest';
import { exportEngine } from '../../../src/model/engineFolder/exportEngine';
import { makeCheckpoint, withTensor } from '../makeCheckpoint';
import { temporaryFolder } from '../reference';

const calibrationTexts = ['hola mundo', 'que tal', 'todo bien'];

describe('a checkpoint whose weights cannot be right', () => {
  const tensor = 'transformer.layer.1.ffn.lin1.weight';

  test.each([NaN, Infinity, -Infinity])(
    'is refused with a weight of %d, and the tensor named',
    async (value) => {
      const { folder } = makeCheckpoint(temporaryFolder());
      withTensor(folder, `distilbert.${tensor}`, (values) => values.fill(value, 7, 9));
      const place = temporaryFolder();
      for (const precision of ['int8', 'float32'] as const) {
        const made = exportEngine(folder, join(place, 'engine'), { precision, calibrationTexts });
        await expect(made).rejects.toMatchObject({
          code: 'bad_checkpoint',
          fault: 'configuration',
          message: expect.stringMatching(
            new RegExp(`tensor distilbert\\.${tensor} holds ${value}: 2 of its 960 values are not finite`),
          ) as string,
        });
      }
      expect(readdirSync(place)).toEqual([]);
    },
  );

  test('is refused where finite weights overflow', async () => {
    const { folder } = makeCheckpoint(temporaryFolder());
    withTensor(folder, 'classifier.weight', (values) => values.fill(3e38));
    withTensor(folder, 'pre_classifier.bias', (values) => values.fill(3e38));
    const made = exportEngine(folder, join(temporaryFolder(), 'engine'), { calibrationTexts });
    await expect(made).rejects.toMatchObject({
      code: 'bad_checkpoint',
      message: expect.stringMatching(/calibration text 1 gives .* instead of logits/) as string,
    });
  });
});

describe('the place of an engine', () => {
  test('may be an engine folder or an empty one, and nothing else', async () => {
    const { folder } = makeCheckpoint(temporaryFolder());
    const empty = temporaryFolder();
    await exportEngine(folder, empty, { precision: 'float32', calibrationTexts });
    await exportEngine(folder, empty, { precision: 'int8', calibrationTexts });
    expect(readEngineFolder(empty).precision).toBe('int8');

    const used = temporaryFolder();
    writeFileSync(join(used, 'notes.txt'), 'mine');
    for (const place of [used, join(used, 'notes.txt'), folder]) {
      await expect(exportEngine(folder, place, { calibrationTexts })).rejects.toMatchObject({
        code: 'folder_in_use',
        fault: 'configuration',
      });
    }
    expect(readFileSync(join(used, 'notes.txt'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'model.safetensors'))).toBe(true);
  });

  test('that has no space left is told as that, and nothing half-written stays', async () => {
    const { folder } = makeCheckpoint(temporaryFolder());
    const place = temporaryFolder();
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    const write = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
      throw full;
    });
    const made = exportEngine(folder, join(place, 'engine'), { calibrationTexts });
    await expect(made).rejects.toMatchObject({ code: 'system_error', fault: 'environment' });
    write.mockRestore();
    expect(readdirSync(place)).toEqual([]);
  });

  test('may be built by several processes at the same time', async () => {
    const { folder } = makeCheckpoint(join(temporaryFolder(), 'tiny'));
    const place = temporaryFolder();
    mkdirSync(join(place, 'engine'));
    const module = join(packageRoot, 'dist/src/model/engineFolder/exportEngine');
    const program = `
      const { exportEngine } = require(${JSON.stringify(module)});
      const [folder, out, texts] = JSON.parse(process.argv[1]);
      exportEngine(folder, out, { calibrationTexts: texts }).catch((error) => {
        console.error(error);
        process.exitCode = 1;
      });`;
    const argument = JSON.stringify([folder, join(place, 'engine'), calibrationTexts]);
    const codes = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = spawn(process.execPath, ['-e', program, argument], {
          stdio: ['ignore', 'inherit', 'inherit'],
        });
        return (await once(child, 'exit'))[0] as number;
      }),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect(readEngineFolder(join(place, 'engine')).name).toBe('tiny');
    expect(readdirSync(place)).toEqual(['engine']);
  }, 60_000);

  test('needs calibration texts', async () => {
    const { folder } = makeCheckpoint(temporaryFolder());
    const made = exportEngine(folder, join(temporaryFolder(), 'engine'), { calibrationTexts: [] });
    await expect(made).rejects.toMatchObject({ code: 'no_texts' });
  });
});
