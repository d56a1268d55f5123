import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paddedRuns } from '../../../../src/model/engines/padding';
import { softmax } from '../../../../src/model/probabilities';
import { randomFor } from '../../../../src/common/seededRandom';
import { openTfjsEngine, startTfjs } from '../../../../src/model/engines/tfjs/tfjsEngine';
import type { TfjsAnswer } from '../../../../src/model/engines/tfjs/tfjsWorker';
import type { Classifier } from '../../../../src/model/Classifier';
import { EngineClassifier } from '../../../../src/model/engines/EngineClassifier';
import { withTensor } from '../../makeCheckpoint';
import { describeWithShared, sharedFolder } from '../../../training/support/shared';
import { tinyVocabulary, writeTinyBase } from '../../../training/support/tinyBase';
import { useTensorflow } from '../../../training/support/useTensorflow';

useTensorflow();

function greatestError(found: readonly Float32Array[], expected: readonly Float32Array[]): number {
  expect(found).toHaveLength(expected.length);
  return Math.max(
    ...expected.flatMap((row, index) => [...row].map((x, i) => Math.abs(x - found[index]![i]!))),
  );
}

describe('the TensorFlow.js engine', () => {
  let folder: string;
  let classifier: Classifier;
  const random = randomFor(3);
  const sequence = () =>
    Int32Array.from({ length: 1 + Math.floor(random() * 31) }, () => Math.floor(random() * tinyVocabulary));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tfjs-'));
    writeTinyBase(folder, ['joy', 'anger', 'fear']);
    classifier = await openTfjsEngine(folder, 'tiny');
  }, 60_000);
  afterAll(async () => {
    await classifier.close();
    rmSync(folder, { recursive: true });
  });

  it('tells what it is', () => {
    expect(classifier.labels).toEqual(['joy', 'anger', 'fear']);
    expect(classifier.model).toEqual({
      name: 'tiny',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    });
    expect(classifier.engine).toMatch(/^tfjs-(cpu|gpu)$/);
    expect(classifier.maxTokens).toBe(32);
    expect(classifier.paddedLength(9)).toBe(16);
  });

  it('gives a text the same probabilities alone, in any batch and at any place', async () => {
    const sequences = Array.from({ length: 40 }, sequence);
    const together = await classifier.classify(sequences);
    const alone = await Promise.all(sequences.map(async (one) => (await classifier.classify([one]))[0]!));
    const reversed = await classifier.classify([...sequences].reverse());
    expect(greatestError(alone, together)).toBeLessThan(1e-5);
    expect(greatestError(reversed.reverse(), together)).toBeLessThan(1e-5);
    for (const row of together) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  });

  it('holds the same tensors and bytes over 1,000 batches of varying shape', async () => {
    const pool = await startTfjs(folder);
    let memory: TfjsAnswer['memory'] = { tensors: 0, bytes: 0 };
    const watched = await EngineClassifier.open(
      { model: classifier.model, engine: 'tfjs', labels: classifier.labels, maxTokens: 32, padId: 0 },
      {
        run: async (batch) => {
          const answer = await pool.run(batch);
          memory = answer.memory;
          return answer.logits;
        },
        close: () => pool.close(),
      },
    );
    const before = memory;
    expect(before.tensors).toBeGreaterThan(0);
    expect(before.bytes).toBeGreaterThan(0);
    const shapes = new Set<string>();
    for (let batch = 0; batch < 1000; batch++) {
      const sequences = Array.from({ length: 1 + (batch % 16) }, sequence);
      for (const { ids, lengths } of paddedRuns(sequences, 0, classifier.maxTokens)) {
        shapes.add(`${lengths.length} x ${ids.length / lengths.length}`);
      }
      await watched.classify(sequences);
      expect(memory).toEqual(before);
    }
    await watched.close();
    // Four padded lengths, of each one to eight or more sequences.
    expect(shapes.size).toBeGreaterThan(32);
  }, 120_000);

  it.each([0, 33])('refuses a sequence of %d tokens', async (length) => {
    await expect(classifier.classify([new Int32Array(length)])).rejects.toMatchObject({
      code: 'bad_sequence',
    });
  });

  it('finishes what waits when it is closed, and takes no more', async () => {
    const other = await openTfjsEngine(folder);
    const answer = other.classify([Int32Array.of(1, 2)]);
    await Promise.all([other.close(), other.close()]);
    expect(await answer).toHaveLength(1);
    await expect(other.classify([Int32Array.of(1)])).rejects.toMatchObject({ code: 'engine_failed' });
  }, 60_000);

  it('refuses weights that are not finite, and names the tensor', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'tfjs-'));
    writeTinyBase(broken, ['joy', 'anger', 'fear']);
    withTensor(broken, 'classifier.bias', (values) => values.fill(NaN));
    await expect(openTfjsEngine(broken)).rejects.toMatchObject({
      code: 'bad_checkpoint',
      message: expect.stringMatching(/tensor classifier\.bias holds NaN: 3 of its 3 values/) as string,
    });
    rmSync(broken, { recursive: true });
  }, 60_000);

  it('says what a folder lacks', async () => {
    await expect(openTfjsEngine(join(folder, 'nowhere'))).rejects.toThrow(/no model folder/);
  });
});

describeWithShared('the TensorFlow.js engine beside PyTorch', () => {
  it.each(['tiny', 'e5-es'])(
    'gives the probabilities of %s',
    async (name) => {
      const folder = join(sharedFolder, 'reference', name);
      const { rows } = JSON.parse(readFileSync(join(folder, 'logits.json'), 'utf8')) as {
        rows: { logits: number[]; ids?: number[]; input_ids?: number[] }[];
      };
      const known = rows.filter((row) => (row.ids ?? row.input_ids) !== undefined);
      const classifier = await openTfjsEngine(folder);
      const found = await classifier.classify(known.map((row) => Int32Array.from(row.ids ?? row.input_ids!)));
      await classifier.close();
      expect(
        greatestError(
          found,
          known.map((row) => softmax(Float32Array.from(row.logits))),
        ),
      ).toBeLessThan(3e-5);
    },
    120_000,
  );
});
