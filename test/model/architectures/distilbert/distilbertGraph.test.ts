import { join } from 'node:path';
import { openCheckpoint } from '../../../../src/model/checkpoint/Checkpoint';
import { logitsOf, startOnnx } from '../../../../src/model/engines/onnx/onnxEngine';
import { float32Scheme } from '../../../../src/model/quantization/float32Scheme';
import { writeOnnxFile } from '../../../../src/model/graph/writeOnnxFile';
import { makeCheckpoint, type MadeConfig } from '../../makeCheckpoint';
import { plainForward } from '../../plainForward';
import { describeWithShared, referenceFolder, referenceRows, temporaryFolder } from '../../reference';

function floatEngine(folder: string): string {
  const { network, weights, labels } = openCheckpoint(folder);
  const path = join(temporaryFolder(), 'float32.onnx');
  writeOnnxFile(path, network.graph(weights, labels.length, float32Scheme(weights)));
  return path;
}

const variants: Record<string, Partial<MadeConfig>> = {
  'gelu, 2 layers of 24, 3 labels': {},
  'relu, 1 layer of 16, 2 labels': {
    activation: 'relu',
    layers: 1,
    dim: 16,
    heads: 4,
    labels: ['no', 'yes'],
  },
  'sinusoidal positions, 3 layers of 20, 5 labels': {
    sinusoidalPositions: true,
    layers: 3,
    dim: 20,
    heads: 1,
    hiddenDim: 28,
    labels: ['a', 'b', 'c', 'd', 'e'],
  },
};

describe('the graph of a made checkpoint', () => {
  test.each(Object.entries(variants))(
    'gives the logits of a plain forward pass: %s',
    async (_, overrides) => {
      const made = makeCheckpoint(temporaryFolder(), overrides);
      const ids = [2, 4, 5, 6, 7, 3];
      const [logits] = await logitsOf(floatEngine(made.folder), [Int32Array.from(ids)]);
      const expected = plainForward(made, ids);
      expect(logits).toHaveLength(expected.length);
      expected.forEach((value, label) => expect(logits![label]).toBeCloseTo(value, 4));
    },
  );

  test('does not see padding', async () => {
    const made = makeCheckpoint(temporaryFolder());
    const pool = await startOnnx(floatEngine(made.folder), 1, 1);
    const ids = Int32Array.of(2, 4, 3, 0, 0, 0, 0, 0, 2, 5, 6, 7, 8, 9, 5, 3);
    const { logits } = await pool.run({ ids, lengths: Int32Array.of(3, 8) });
    const expected = [...plainForward(made, [2, 4, 3]), ...plainForward(made, [2, 5, 6, 7, 8, 9, 5, 3])];
    expected.forEach((value, i) => expect(logits![i]).toBeCloseTo(value, 4));
    await pool.close();
  });
});

describeWithShared('the float32 graph against PyTorch (shared reference)', () => {
  test.each(['tiny', 'e5-es'] as const)(
    'logits of %s within 1e-4',
    async (model) => {
      const rows = referenceRows(model)
        .filter(({ ids }) => ids !== undefined)
        .slice(0, 60);
      const sequences = rows.map(({ ids }) => Int32Array.from(ids ?? []));
      const logits = await logitsOf(floatEngine(referenceFolder(model)), sequences);
      const differences = rows.flatMap((row, i) =>
        row.logits.map((value, label) => Math.abs(value - logits[i]![label]!)),
      );
      expect(differences.length).toBe(rows.length * 6);
      expect(Math.max(...differences)).toBeLessThan(1e-4);
    },
    120_000,
  );
});
