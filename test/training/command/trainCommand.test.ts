import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonLines, runCli } from '../../support/cli';
import { emospeechLines } from '../support/emospeechLines';
import { describeWithShared, sharedFolder } from '../support/shared';
import { useTensorflow } from '../support/useTensorflow';

const tiny = join(sharedFolder, 'reference', 'tiny');

describeWithShared('emostream train', () => {
  useTensorflow();
  let folder: string;
  let data: string;
  let test: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'train-command-'));
    const lines = await emospeechLines();
    data = join(folder, 'data.jsonl');
    test = join(folder, 'test.jsonl');
    writeFileSync(data, lines.slice(0, 160).join('\n'));
    writeFileSync(test, lines.slice(160, 200).join('\n'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const trainTiny = (...args: string[]) =>
    runCli(['train', '--base', tiny, '--epochs', '1', '--out', join(folder, 'out'), ...args]);

  it('leaves a checkpoint, a card and a report, and prints the report', async () => {
    const args = ['--data', data, '--test', test, '--weighting', 'inverse', '--license', 'cc-by-nc-4.0'];
    const { code, stdout, stderr } = await trainTiny(...args, '--json');
    expect(stderr).toMatch(/epoch 1: loss \d\.\d{4}, \d\d:\d\d/);
    expect(code).toBe(0);
    expect(jsonLines(stdout)[0]).toMatchObject({ n: 40 });
    const out = join(folder, 'out');
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('license: cc-by-nc-4.0');
    for (const file of [
      'config.json',
      'model.safetensors',
      'tokenizer.json',
      'losses.jsonl',
      'report/report.json',
    ]) {
      expect(existsSync(join(out, file))).toBe(true);
    }
    const evaluated = await runCli(['evaluate', test, '--model', out, '--precision', 'float32', '--json']);
    const [own, offline] = [jsonLines(stdout)[0], jsonLines(evaluated.stdout)[0]];
    expect(offline?.['confusion']).toEqual(own?.['confusion']);
  }, 120_000);

  it('learns from a teacher on labelled rows and a folder of unlabelled texts', async () => {
    const texts = join(folder, 'texts');
    mkdirSync(join(texts, 'below'), { recursive: true });
    writeFileSync(
      join(texts, 'a.txt'),
      'Buenos días a todos.\nQué miedo me da eso.\n\nBuenos días a todos.\n',
    );
    writeFileSync(join(texts, 'below', 'b.jsonl'), '{"text": "¡Hemos ganado!"}\n{"text": "Qué asco."}\n');
    const session = join(sharedFolder, 'data', 'asamblea-ecuador', 'sessions', '-0SrZH4JHNM.json');
    cpSync(session, join(texts, 'below', 'c.json'));
    const args = ['--data', data, '--layers', '1', '--teacher', tiny, '--unlabelled', texts];
    const { code, stderr } = await trainTiny(...args, '--unlabelled-texts', '40');
    expect(stderr).toContain('the teacher answered 200 of 200 texts');
    expect(code).toBe(0);
    const card = readFileSync(join(folder, 'out', 'README.md'), 'utf8');
    expect(card).toContain(`learned from ${tiny} too, on the training rows and 40 texts without label`);
    expect(card).toContain('| distillation | `{"temperature":2,"teacherWeight":0.5}` |');
  }, 120_000);

  it.each([
    ['a missing column', 'id,text\n1,hola\n', [], /data\.csv lacks a column with the emotion/],
    ['an empty file', '', [], /data\.csv has no rows/],
    [
      'bytes that are no UTF-8',
      Buffer.from('text,emotion\nca\xf1a,joy\n', 'latin1'),
      [],
      /data\.csv, line 2: not UTF-8 at byte 15/,
    ],
    ['texts without a teacher', 'text,emotion\nhola,joy\n', ['--unlabelled', 'x'], /need a teacher/],
    [
      'one class only',
      'text,emotion\nhola,joy\nadiós,joy\n',
      [],
      /all training rows \(2\) have one label, "joy"/,
    ],
    ['a row without text', 'text,emotion\n,joy\nhola,anger\n', [], /no text/],
  ])('says in one line what is wrong with %s', async (_, content, args, message) => {
    const broken = join(folder, 'data.csv');
    writeFileSync(broken, content);
    const { code, stderr } = await trainTiny('--data', broken, ...args);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toContain('bug');
  });

  it('trains on labels as a map has them', async () => {
    const lines = (await emospeechLines()).slice(0, 40);
    writeFileSync(data, lines.join('\n').replaceAll('"disgust"', '"Neutral"'));
    const refused = await trainTiny('--data', data);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/"neutral" \(\d+ rows\) and "Neutral" \(\d+ rows\) differ by case/);
    const map = join(folder, 'map.json');
    writeFileSync(map, '{"Neutral": "neutral", "anger": null}');
    const { code, stderr } = await trainTiny('--data', data, '--label-map', map);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toMatch(/the label map leaves out \d+ of 40 rows \(anger \d+\)/);
    const config = readFileSync(join(folder, 'out', 'config.json'), 'utf8');
    expect(config).toContain('neutral');
    expect(config).not.toContain('anger');
  }, 120_000);

  it('names a label of the test file that the training file does not have', async () => {
    writeFileSync(test, '{"text": "hola", "label": "boredom"}');
    const { code, stderr } = await trainTiny('--data', data, '--test', test);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(/boredom/);
  });
});
