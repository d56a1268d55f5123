import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCheckpoint } from '../../src/model/checkpoint/Checkpoint';
import { keptLayers, openBaseModel } from '../../src/training/BaseModel';
import { saveModel } from '../../src/training/saveModel';
import { withTensor } from '../model/makeCheckpoint';
import { writeTinyBase } from './support/tinyBase';

const labels = ['joy', 'anger', 'neutral'];
const all = { layers: undefined, seed: 1 };
let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'base-'))));
afterEach(() => rmSync(folder, { recursive: true }));

describe('openBaseModel', () => {
  it("keeps a head with the same labels, in the head's order", () => {
    writeTinyBase(folder, labels);
    const base = openBaseModel(folder, { ...all, labels: ['neutral', 'joy', 'anger'] });
    expect(base.labels).toEqual(labels);
    expect(base.notes).toEqual([]);
    expect(base.read('classifier.weight')).toEqual(openCheckpoint(folder).weights.read('classifier.weight'));
  });

  it('replaces a head with other labels by a fresh one and says so', () => {
    writeTinyBase(folder, ['Negative', 'Neutral', 'Positive']);
    const base = openBaseModel(folder, { ...all, labels });
    expect(base.labels).toEqual(['neutral', 'anger', 'joy']);
    expect(base.notes).toEqual([expect.stringMatching(/other labels \(Negative, Neutral, Positive\)/)]);
    const fresh = base.read('pre_classifier.weight');
    expect(Math.sqrt(fresh.reduce((sum, x) => sum + x * x, 0) / fresh.length)).toBeCloseTo(0.02, 2);
    expect(base.read('classifier.weight')).toHaveLength(3 * 16);
    expect(new Set(base.read('classifier.bias'))).toEqual(new Set([0]));
    expect(openBaseModel(folder, { ...all, labels }).read('pre_classifier.weight')).toEqual(fresh);
    expect(openBaseModel(folder, { ...all, labels, seed: 2 }).read('pre_classifier.weight')).not.toEqual(
      fresh,
    );
  });

  it('refuses weights that are not finite, and names the tensor', () => {
    writeTinyBase(folder, labels);
    const name = 'transformer.layer.0.ffn.lin2.bias';
    withTensor(folder, `distilbert.${name}`, (values) => values.fill(NaN, 3, 4));
    const base = openBaseModel(folder, { ...all, labels });
    expect(() => base.read(name)).toThrow(/tensor distilbert\.transformer.* holds NaN: 1 of its 16 values/);
  });

  it('gives an encoder a head', () => {
    writeTinyBase(folder);
    const base = openBaseModel(folder, { ...all, labels });
    expect(base.notes).toEqual([expect.stringMatching(/no classification head/)]);
  });

  it('keeps every second layer of a deeper base', () => {
    writeTinyBase(folder, labels, 4);
    const base = openBaseModel(folder, { labels, layers: 2, seed: 1 });
    const { weights } = openCheckpoint(folder);
    expect(base.config.layers).toBe(2);
    expect(base.notes).toEqual([expect.stringMatching(/layers 1, 3 of the base's 4/)]);
    expect(base.read('transformer.layer.1.ffn.lin1.weight')).toEqual(
      weights.read('transformer.layer.3.ffn.lin1.weight'),
    );
    expect([...base.shapes.keys()].some((name) => name.includes('layer.2'))).toBe(false);
  });

  it.each([
    [{ layers: 5 }, /has 2 layers, so 5 cannot be kept/],
    [{ layers: 0 }, /so 0 cannot be kept/],
  ])('refuses %j', (options, message) => {
    writeTinyBase(folder, labels);
    expect(() => openBaseModel(folder, { ...all, labels, ...options })).toThrow(message);
  });

  it('names a folder that is not there', () => {
    expect(() => openBaseModel(join(folder, 'nowhere'), { ...all, labels })).toThrow(
      /no model folder .*nowhere/,
    );
  });
});

describe('keptLayers', () => {
  it.each([
    [12, 6, [1, 3, 5, 7, 9, 11]],
    [12, 12, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    [12, 4, [2, 5, 8, 11]],
    [6, 4, [1, 2, 4, 5]],
    [6, 1, [5]],
  ])('of %d keeps %d', (layers, wanted, kept) => expect(keptLayers(layers, wanted)).toEqual(kept));
});

describe('saveModel', () => {
  it('writes a folder that loads as a checkpoint, with its labels and tokenizer', () => {
    writeTinyBase(folder);
    const base = openBaseModel(folder, { labels, layers: 1, seed: 1 });
    const out = join(folder, 'saved');
    saveModel(out, base, base.read);
    const saved = openCheckpoint(out);
    expect(saved.labels).toEqual(['neutral', 'anger', 'joy']);
    expect(saved.network.config['layers']).toBe(1);
    for (const [name, shape] of base.shapes) {
      expect(saved.weights.read(name)).toEqual(base.read(name));
      expect(saved.weights.read(name)).toHaveLength(shape.reduce((product, dim) => product * dim, 1));
    }
    expect(openBaseModel(out, { ...all, labels }).notes).toEqual([]);
  });
});
