import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { openOnnxEngine, startOnnx } from '../../../../src/model/engines/onnx/onnxEngine';
import { exportEngine } from '../../../../src/model/engineFolder/exportEngine';
import { makeCheckpoint } from '../../makeCheckpoint';
import { temporaryFolder } from '../../reference';

let engine: string;
beforeAll(async () => {
  engine = join(temporaryFolder(), 'engine');
  const { agreement } = await exportEngine(makeCheckpoint(temporaryFolder()).folder, engine, {
    calibrationTexts: ['hola mundo', 'que tal', 'todo bien'],
  });
  expect(agreement).toMatchObject({ texts: 3, sameLabel: 3 });
}, 60_000);

const sequence = (...ids: number[]) => Int32Array.from(ids);

test('results come in the order of the sequences, of the calls too', async () => {
  const classifier = await openOnnxEngine(engine, { threads: 2 });
  const sequences = [sequence(2, 4, 3), sequence(2, 4, 5, 6, 7, 8, 9, 4, 5, 6, 3), sequence(2, 9, 3)];
  const alone = await Promise.all(sequences.map(async (one) => (await classifier.classify([one]))[0]!));
  expect(await classifier.classify(sequences)).toEqual(alone);
  expect(await classifier.classify([...sequences].reverse())).toEqual([...alone].reverse());
  expect(await classifier.classify([])).toEqual([]);
  await classifier.close();
});

test('the longest sequence is taken, a longer or an empty one refused', async () => {
  const classifier = await openOnnxEngine(engine, { threads: 1 });
  await expect(classifier.classify([new Int32Array(32).fill(4)])).resolves.toHaveLength(1);
  await expect(classifier.classify([new Int32Array(33)])).rejects.toMatchObject({ code: 'bad_sequence' });
  await expect(classifier.classify([new Int32Array(0)])).rejects.toMatchObject({ code: 'bad_sequence' });
  await classifier.close();
});

test('close finishes what is under way, can be repeated, and ends the engine', async () => {
  const classifier = await openOnnxEngine(engine, { threads: 1 });
  const results = classifier.classify([sequence(2, 4, 3)]);
  await Promise.all([classifier.close(), classifier.close()]);
  await expect(results).resolves.toHaveLength(1);
  await expect(classifier.classify([sequence(2, 3)])).rejects.toMatchObject({ code: 'engine_failed' });
});

test('a token that the model does not have fails its call only', async () => {
  const classifier = await openOnnxEngine(engine, { threads: 1 });
  await expect(classifier.classify([sequence(2, 5000, 3)])).rejects.toMatchObject({
    code: 'engine_failed',
    message: expect.stringMatching(
      /^the ONNX engine .*engine\.onnx failed while running 1 sequence of 8 tokens: .*indices/,
    ) as string,
  });
  await expect(classifier.classify([sequence(2, 4, 3)])).resolves.toHaveLength(1);
  await classifier.close();
});

test('an engine file that is none is refused', async () => {
  const path = join(temporaryFolder(), 'engine.onnx');
  writeFileSync(path, 'not a graph');
  await expect(startOnnx(path, 1, 1)).rejects.toMatchObject({
    code: 'engine_failed',
    message: expect.stringContaining(`the ONNX engine ${path} failed while loading the model: `) as string,
  });
});

test('a thread that dies fails what it ran and what comes later, and can still be closed', async () => {
  const classifier = await openOnnxEngine(engine, { threads: 1 });
  const dies = jest.spyOn(Worker.prototype, 'postMessage').mockImplementation(function (this: Worker) {
    void this.terminate();
  });
  await expect(classifier.classify([sequence(2, 3)])).rejects.toMatchObject({ code: 'engine_failed' });
  dies.mockRestore();
  await expect(classifier.classify([sequence(2, 3)])).rejects.toThrow(
    /engine\.onnx failed while running 1 sequence of 8 tokens: its thread ended with code 1/,
  );
  await classifier.close();
});
