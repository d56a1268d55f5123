import { readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCheckpoint } from '../../../src/model/checkpoint/Checkpoint';
import { configJson, makeCheckpoint, writeSafetensors, type MadeTensor } from '../makeCheckpoint';
import { describeWithShared, referenceFolder, temporaryFolder } from '../reference';

const half = (...bits: number[]) => new Uint8Array(Uint16Array.from(bits).buffer);
const weightsOf = (folder: string) => join(folder, 'model.safetensors');

describe('a checkpoint folder', () => {
  test('is read with its labels and weights', () => {
    const made = makeCheckpoint(temporaryFolder());
    const checkpoint = openCheckpoint(made.folder);
    expect(checkpoint.labels).toEqual(['good', 'bad', 'ugly']);
    expect(checkpoint.network.config).toMatchObject({
      dim: 24,
      layers: 2,
      heads: 3,
      hiddenDim: 40,
      maxPositions: 32,
    });
    for (const [name, values] of made.tensors) expect(checkpoint.weights.read(name)).toEqual(values);
  });

  test('may be sharded', () => {
    const { folder, tensors } = makeCheckpoint(temporaryFolder());
    const names = [...tensors.keys()];
    const all = entriesOf(folder);
    const shards = [all.slice(0, 10), all.slice(10)];
    shards.forEach((shard, i) =>
      writeSafetensors(join(folder, `model-0000${i + 1}-of-00002.safetensors`), new Map(shard)),
    );
    const weightMap = shards.flatMap((shard, i) =>
      shard.map(([name]) => [name, `model-0000${i + 1}-of-00002.safetensors`]),
    );
    writeFileSync(
      join(folder, 'model.safetensors.index.json'),
      JSON.stringify({ weight_map: Object.fromEntries(weightMap) as unknown }),
    );
    rmSync(weightsOf(folder));
    const { weights } = openCheckpoint(folder);
    for (const name of names) expect(weights.read(name)).toEqual(tensors.get(name));
  });

  test('may be float16 or bfloat16', () => {
    const { folder } = makeCheckpoint(temporaryFolder());
    const tensors = new Map(entriesOf(folder));
    const one = [0x3c00, 0xbc00, 0x0001]; // 1, -1, the smallest subnormal
    tensors.set('classifier.bias', { dtype: 'F16', shape: [3], data: half(...one) });
    writeSafetensors(weightsOf(folder), tensors);
    expect([...openCheckpoint(folder).weights.read('classifier.bias')]).toEqual([1, -1, 2 ** -24]);
    tensors.set('classifier.bias', { dtype: 'BF16', shape: [3], data: half(0x3f80, 0xbf80, 0x4049) });
    writeSafetensors(weightsOf(folder), tensors);
    expect([...openCheckpoint(folder).weights.read('classifier.bias')]).toEqual([1, -1, 3.140625]);
  });
});

describe('a broken checkpoint folder is told in a sentence', () => {
  const cases: [string, (folder: string) => void, RegExp][] = [
    ['no folder', (folder) => rmSync(folder, { recursive: true }), /no model folder/],
    ['no config', (folder) => rmSync(join(folder, 'config.json')), /config\.json is missing/],
    [
      'config not JSON',
      (folder) => writeFileSync(join(folder, 'config.json'), '{'),
      /config\.json is not JSON/,
    ],
    ['config an array', (folder) => writeFileSync(join(folder, 'config.json'), '[]'), /is not a JSON object/],
    [
      'another architecture',
      changed({ model_type: 'bert' }),
      /model_type is "bert"; emostream knows "distilbert" \(DistilBERT\)/,
    ],
    [
      'no architecture',
      changed({ model_type: undefined }),
      /model_type is missing; emostream knows "distilbert"/,
    ],
    ['one class', (folder) => makeCheckpoint(folder, { labels: ['only'] }), /the classifier has one class/],
    ['several labels a text', changed({ problem_type: 'multi_label_classification' }), /problem_type/],
    ['odd heads', changed({ n_heads: 7 }), /dim 24 is not a multiple of n_heads 7/],
    ['unknown activation', changed({ activation: 'swish' }), /activation "swish"/],
    ['width not a number', changed({ dim: 'wide' }), /dim is "wide", not a positive integer/],
    ['label count', changed({ id2label: { 0: 'a', 1: 'b' } }), /names 2 labels, but .* has 3 classes/],
    ['label gap', changed({ id2label: { 0: 'a', 2: 'b' } }), /no name for class 1/],
    ['repeated label', changed({ id2label: { 0: 'a', 1: 'a', 2: 'b' } }), /has "a" twice/],
    ['no weights', (folder) => rmSync(weightsOf(folder)), /model\.safetensors is missing/],
    ['truncated weights', (folder) => truncateSync(weightsOf(folder), 9000), /it is truncated/],
    [
      'hardly any weights',
      (folder) => truncateSync(weightsOf(folder), 5),
      /not a safetensors file: it has 5 bytes/,
    ],
    ['header larger than the file', headerOf(1_000_000n), /its header should have 1000000 bytes/],
    ['header of all memory', headerOf(2n ** 60n), /is damaged/],
    [
      'header not JSON',
      (folder) => writeFileSync(weightsOf(folder), Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 65, 66, 67])),
      /the header of .* is not JSON/,
    ],
    [
      'missing tensor',
      tensorsChanged((t) => t.delete('distilbert.transformer.layer.1.ffn.lin1.bias')),
      /tensor transformer\.layer\.1\.ffn\.lin1\.bias \[40\] is missing/,
    ],
    [
      'mis-shaped tensor',
      changed({ hidden_dim: 48 }),
      /ffn\.lin1\.weight has shape \[40, 24\], but config\.json asks for \[48, 24\]/,
    ],
    [
      'unsupported dtype',
      tensorsChanged((t) => t.set('classifier.bias', { dtype: 'I8', shape: [3], data: new Uint8Array(3) })),
      /classifier\.bias has dtype I8/,
    ],
    [
      'no head',
      tensorsChanged((t) => {
        t.delete('classifier.weight');
      }),
      /encoder without a classification head/,
    ],
  ];

  test.each(cases)('%s', (_, breakIt, message) => {
    const { folder } = makeCheckpoint(join(temporaryFolder(), 'model'));
    breakIt(folder);
    expect(() => openCheckpoint(folder)).toThrow(message);
    expect(() => openCheckpoint(folder)).toThrow(
      expect.objectContaining({ code: 'bad_checkpoint', fault: 'configuration' }) as Error,
    );
  });

  test('bad offsets', () => {
    const { folder } = makeCheckpoint(temporaryFolder());
    const bytes = readFileSync(weightsOf(folder)).toString('latin1');
    writeFileSync(weightsOf(folder), bytes.replace(/"data_offsets":\[0,/, '"data_offsets":[9,'), 'latin1');
    expect(() => openCheckpoint(folder).weights.read('embeddings.word_embeddings.weight')).toThrow(
      /needs 960/,
    );
  });

  test('a shard outside the folder', () => {
    const { folder } = makeCheckpoint(temporaryFolder());
    renameSync(weightsOf(folder), join(folder, 'x.safetensors'));
    writeFileSync(join(folder, 'model.safetensors.index.json'), '{"weight_map":{"a":"../x.safetensors"}}');
    expect(() => openCheckpoint(folder)).toThrow(/is not the name of a shard/);
  });
});

describeWithShared('the shared reference', () => {
  test('the headless encoder names the way out', () => {
    expect(() => openCheckpoint(referenceFolder('e5-es-base'))).toThrow(
      /encoder without a classification head/,
    );
  });
});

function changed(fields: Record<string, unknown>) {
  return (folder: string) =>
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...configJson(), ...fields }));
}

function headerOf(length: bigint) {
  return (folder: string) => {
    const bytes = readFileSync(weightsOf(folder));
    bytes.writeBigUInt64LE(length);
    writeFileSync(weightsOf(folder), bytes);
  };
}

function tensorsChanged(change: (tensors: Map<string, MadeTensor>) => void) {
  return (folder: string) => {
    const tensors = new Map(entriesOf(folder));
    change(tensors);
    writeSafetensors(weightsOf(folder), tensors);
  };
}

function entriesOf(folder: string): [string, MadeTensor][] {
  const bytes = readFileSync(weightsOf(folder));
  const start = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.subarray(8, start).toString()) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  return Object.entries(header).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [from, to],
      },
    ]) => [name, { dtype, shape, data: Uint8Array.from(bytes.subarray(start + from, start + to)) }],
  );
}
