import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLabelled } from '../../../../src/evaluation';
import { score } from '../../../../src/evaluation/scores/score';
import { compareLogits } from '../../../../src/model/engineFolder/compareLogits';
import { loadModel, type LoadedModel } from '../../../../src/model/loadModel';
import { defaultCalibrationTexts } from '../../../../src/model/quantization/Calibration';
import { packageRoot } from '../../../../src/common/packageRoot';
import { describeWithShared, referenceFolder, referenceRows, shared } from '../../reference';

let loaded: LoadedModel;
beforeAll(async () => {
  loaded = await loadModel();
}, 60_000);
afterAll(() => loaded.classifier.close());

describe('the embedded default', () => {
  test('knows six emotions', () => {
    expect(loaded.classifier.labels).toEqual(['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear']);
    expect(loaded.classifier.engine).toBe('onnx-cpu-int8');
    expect(loaded.classifier.model.name).toBe('es-emotion');
    expect(loaded.classifier.model.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('gives a text the same probabilities alone, in any batch and at any place', async () => {
    const { classifier, tokenizer } = loaded;
    const sequences = defaultCalibrationTexts().map((text) => tokenizer.encode(text, classifier.maxTokens));
    await holdsInAnyBatch(sequences);
  }, 120_000);
});

async function holdsInAnyBatch(sequences: readonly Int32Array[]): Promise<void> {
  const { classifier } = loaded;
  const alone: Float32Array[] = [];
  for (const sequence of sequences) alone.push((await classifier.classify([sequence]))[0]!);
  const batches = fc.array(fc.nat({ max: sequences.length - 1 }), { minLength: 2, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(batches, async (places) => {
      const results = await classifier.classify(places.map((place) => sequences[place]!));
      results.forEach((probabilities, i) => {
        probabilities.forEach((value, label) => {
          expect(Math.abs(value - alone[places[i]!]![label]!)).toBeLessThanOrEqual(1e-5);
        });
      });
    }),
    { numRuns: 15 },
  );
}

describeWithShared('on the 750 test rows of EmoSPeech', () => {
  const testRows = async () => (await readLabelled(join(shared, 'data', 'emospeech-2024', 'test.csv'))).rows;

  test('the embedded default is as good as its card says, and finds fear', async () => {
    const rows = await testRows();
    const { classifier, tokenizer } = loaded;
    const answers = await classifier.classify(
      rows.map(({ text }) => tokenizer.encode(text, classifier.maxTokens)),
    );
    const predicted = answers.map((row) => classifier.labels[row.indexOf(Math.max(...row))]!);
    const { macro, perClass } = score(
      rows.map(({ label }) => label),
      predicted,
      classifier.labels,
    );
    expect(macro.f1).toBeGreaterThan(0.61);
    expect(perClass['fear']!.f1).toBeGreaterThan(0);
    const card = readFileSync(join(packageRoot, 'models', 'es-emotion', 'README.md'), 'utf8');
    expect(card).toContain(`| ${macro.f1.toFixed(3)} (`);
  }, 600_000);

  test('int8 agrees with PyTorch in float32 on 98.5 %, and does not depend on the batch', async () => {
    const cacheFolder = mkdtempSync(join(tmpdir(), 'emostream-int8-'));
    const { classifier, tokenizer } = await loadModel({ model: referenceFolder('e5-es'), cacheFolder });
    const sequences = (await testRows()).map(({ text }) => tokenizer.encode(text, classifier.maxTokens));
    const probabilities = await classifier.classify(sequences);
    const expected = referenceRows('e5-es').map(({ logits }) => Float32Array.from(logits));
    const agreement = compareLogits(
      expected,
      probabilities.map((row) => row.map(Math.log)),
    );
    expect(agreement.texts).toBe(750);
    expect(agreement.sameLabel / agreement.texts).toBeGreaterThanOrEqual(0.985);
    expect(agreement.meanDifference).toBeLessThan(0.01);
    for (const place of [0, 17, 200, 404, 749]) {
      const [alone] = await classifier.classify([sequences[place]!]);
      alone!.forEach((value, label) => expect(probabilities[place]![label]).toBeCloseTo(value, 5));
    }
    await classifier.close();
    rmSync(cacheFolder, { recursive: true });
  }, 600_000);
});
