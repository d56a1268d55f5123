import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WeightSearchResult } from '../../../src/training/searchWeights';
import { type Finished, jsonLines, killClis, runCli, startCli } from '../../support/cli';
import { eventually } from '../../support/withBroker';
import { emospeechLines } from '../support/emospeechLines';
import { describeWithShared, sharedFolder } from '../support/shared';
import { useTensorflow } from '../support/useTensorflow';

const tiny = join(sharedFolder, 'reference', 'tiny');

/** Steps this small are faster without company on the other cores. */
const env = { TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1' };

describeWithShared('emostream train --weighting search', () => {
  useTensorflow();
  let folder: string;
  let data: string;
  let extra: string;
  let test: string;
  let whole: Finished;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'weight-search-'));
    const lines = await emospeechLines();
    data = join(folder, 'data.jsonl');
    extra = join(folder, 'extra.jsonl');
    test = join(folder, 'test.jsonl');
    writeFileSync(data, lines.slice(0, 100).join('\n'));
    writeFileSync(extra, '{"text": "¡Qué miedo!", "label": "fear"}\n{"text": "Me asusta.", "label": "fear"}');
    writeFileSync(test, lines.slice(100, 130).join('\n'));
    whole = await runCli(command('whole'), { env });
  }, 300_000);
  afterEach(killClis);
  afterAll(() => rmSync(folder, { recursive: true }));

  const command = (out: string) => [
    ...['train', '--base', tiny, '--data', data, '--extra', extra, '--test', test],
    ...[
      '--out',
      join(folder, out),
      '--layers',
      '1',
      '--epochs',
      '1',
      '--learning-rate',
      '1e-3',
      '--save-every',
      '2',
    ],
    ...['--weighting', 'search', '--search-splits', '2', '--json'],
  ];
  const file = (out: string, name: string) => readFileSync(join(folder, out, name));
  const searchOf = (out: string) => JSON.parse(file(out, 'search.json').toString()) as WeightSearchResult;

  it('tries candidates on validation rows, trains with the best, and tells both', async () => {
    const { code, stdout, stderr } = whole;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const { options, best, candidates } = searchOf('whole');
    expect(options).toEqual({ powers: [0, 0.25, 0.5, 0.75, 1], epochs: 1, splits: 2, validation: 0.2 });
    expect(candidates).toHaveLength(5);
    expect(stderr).toContain('weights 4 of 5: inverse^0.75, split 2 of 2\n');
    for (const { power, mean } of candidates) {
      const row = stderr.split('\n').find((line) => line.startsWith(`${names[power]} `));
      expect(row?.includes('taken')).toBe(power === best.power);
      expect(row).toContain(mean.toFixed(4));
    }
    const { result } = JSON.parse(file('whole', 'run.json').toString()) as {
      result: { hyperparameters: { weighting: object }; rows: object };
    };
    expect(result.hyperparameters.weighting).toEqual(best.weights);
    expect(result.rows).toEqual({ train: 102, validation: 0, test: 30 });
    expect(jsonLines(stdout)[0]).toMatchObject({ n: 30 });
    expect(file('whole', 'README.md').toString()).toContain(`| ${names[best.power]} (taken) |`);
    const exported = await runCli(['export', join(folder, 'whole'), join(folder, 'engine'), '--json']);
    const counts = jsonLines<{ trainingCounts: Record<string, number> }>(exported.stdout)[0]?.trainingCounts;
    expect(Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0)).toBe(100);
  }, 300_000);

  it('goes on where it was killed or stopped, to the same weights', async () => {
    const until = async (signal: NodeJS.Signals, text: string) => {
      const cli = startCli(command('broken'), { env });
      const ended = cli.finished.then(({ stderr }) => {
        if (!stderr.includes(text)) throw new Error(`it ended before "${text}": ${stderr}`);
      });
      await Promise.race([eventually(text, () => cli.stderr().includes(text), 120_000), ended]);
      cli.child.kill(signal);
      return cli.finished;
    };
    expect((await until('SIGKILL', 'weights 2 of 5: inverse^0.25, split 1')).code).toBeNull();
    const stopped = await until('SIGTERM', 'weights 3 of 5: inverse^0.5, split 2');
    expect(stopped.stderr).toMatch(/training was stopped after step \d+ of/);
    const killed = await until('SIGKILL', 'weights inverse: validation macro F1');
    expect(killed.code).toBeNull();
    expect(killed.stderr).toMatch(/goes on after step \d+ of/);
    const { code, stderr } = await runCli(command('broken'), { env });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr.match(/holds this very training run, ended/g)?.length).toBeGreaterThanOrEqual(9);
    expect(searchOf('broken')).toEqual(searchOf('whole'));
    expect(file('broken', 'model.safetensors').equals(file('whole', 'model.safetensors'))).toBe(true);
  }, 300_000);

  it('tells what is wrong with the run proper before it searches', async () => {
    writeFileSync(join(folder, 'strange.jsonl'), '{"text": "hola", "label": "boredom"}');
    const args = [...command('strange'), '--test', join(folder, 'strange.jsonl')];
    const { code, stderr } = await runCli(args);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(/boredom/);
    expect(stderr).not.toContain('weights 1 of 5');
  }, 60_000);
});

const names: Record<number, string> = {
  0: 'none',
  0.25: 'inverse^0.25',
  0.5: 'inverse^0.5',
  0.75: 'inverse^0.75',
  1: 'inverse',
};
