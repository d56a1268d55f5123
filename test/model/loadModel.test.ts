import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModel, type LoadModelOptions } from '../../src/model/loadModel';
import { makeCheckpoint } from './makeCheckpoint';
import { temporaryFolder } from './reference';
import { startHubServer, type HubServer } from './resolve/hubServer';

async function labelOf(options: LoadModelOptions): Promise<string> {
  const { classifier, tokenizer } = await loadModel({ threads: 1, ...options });
  const [probabilities] = await classifier.classify([tokenizer.encode('hola mundo', classifier.maxTokens)]);
  expect([...probabilities!].reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
  await classifier.close();
  return `${classifier.model.name} ${classifier.engine} ${classifier.labels.join('+')}`;
}

describe('a local folder', () => {
  test('of a checkpoint is built once for each precision', async () => {
    const { folder } = makeCheckpoint(join(temporaryFolder(), 'tiny'));
    const cacheFolder = temporaryFolder();
    const steps: string[] = [];
    const options = { model: folder, cacheFolder, onProgress: (step: string) => steps.push(step) };
    expect(await labelOf({ ...options, precision: 'float32' })).toBe('tiny onnx-cpu-float32 good+bad+ugly');
    expect(await labelOf(options)).toBe('tiny onnx-cpu-int8 good+bad+ugly');
    const built = steps.length;
    expect(built).toBeGreaterThan(2);
    expect(await labelOf(options)).toBe('tiny onnx-cpu-int8 good+bad+ugly');
    expect(steps).toHaveLength(built);
    expect(readdirSync(join(cacheFolder, 'engines'))).toHaveLength(2);
  }, 60_000);

  test('of a trained checkpoint tells the classes that it was trained on, as its run.json is now', async () => {
    const { folder } = makeCheckpoint(join(temporaryFolder(), 'tiny'));
    const cacheFolder = temporaryFolder();
    const countsAfter = async (result?: object) => {
      if (result !== undefined) {
        writeFileSync(join(folder, 'run.json'), JSON.stringify({ fingerprint: 'f', result }));
      }
      const { classifier, trainingCounts } = await loadModel({ model: folder, cacheFolder, threads: 1 });
      await classifier.close();
      return trainingCounts;
    };
    expect(await countsAfter()).toBeUndefined();
    const classCounts = { good: 30, bad: 20, ugly: 5 };
    expect(await countsAfter({ classCounts })).toEqual(classCounts);
    const extraCounts = { good: 0, bad: 0, ugly: 4 };
    expect(await countsAfter({ classCounts, extraCounts })).toEqual({ good: 30, bad: 20, ugly: 1 });
  }, 60_000);

  test('of an engine is taken as it is, and its damage noticed', async () => {
    const { folder } = makeCheckpoint(join(temporaryFolder(), 'tiny'));
    const cacheFolder = temporaryFolder();
    await labelOf({ model: folder, cacheFolder });
    const [key = ''] = readdirSync(join(cacheFolder, 'engines'));
    const engine = join(cacheFolder, 'engines', key);
    expect(await labelOf({ model: engine })).toBe('tiny onnx-cpu-int8 good+bad+ugly');
    await expect(labelOf({ model: engine, precision: 'float32' })).rejects.toMatchObject({
      code: 'precision_unavailable',
    });
    writeFileSync(join(engine, 'engine.onnx'), 'no');
    await expect(labelOf({ model: engine })).rejects.toThrow(/engine\.onnx is damaged/);
  }, 60_000);

  test.each(['./nowhere', '/no/where', '~/nowhere-at-all', '../a/b', 'nowhere', 'a/b/c'])(
    'that is missing (%s) is not asked of the hub',
    async (model) => {
      await expect(loadModel({ model })).rejects.toMatchObject({ code: 'model_not_found' });
    },
  );

  test('without a tokenizer', async () => {
    const { folder } = makeCheckpoint(temporaryFolder());
    writeFileSync(join(folder, 'tokenizer.json'), '{');
    await expect(loadModel({ model: folder, cacheFolder: temporaryFolder() })).rejects.toThrow(
      /tokenizer of .* cannot be read/,
    );
  });
});

test('the embedded default has no float32', async () => {
  await expect(loadModel({ precision: 'float32' })).rejects.toMatchObject({
    code: 'precision_unavailable',
    fault: 'configuration',
  });
});

test('--engine tfjs needs a checkpoint', async () => {
  const { folder } = makeCheckpoint(join(temporaryFolder(), 'tiny'));
  const cacheFolder = temporaryFolder();
  await labelOf({ model: folder, cacheFolder });
  const [key = ''] = readdirSync(join(cacheFolder, 'engines'));
  for (const model of [undefined, join(cacheFolder, 'engines', key)]) {
    await expect(loadModel({ model, engine: 'tfjs' })).rejects.toMatchObject({
      code: 'engine_needs_checkpoint',
      fault: 'configuration',
    });
  }
}, 60_000);

describe('a cache folder that cannot be written', () => {
  const before = process.env['EMOSTREAM_CACHE'];
  beforeEach(() => (process.env['EMOSTREAM_CACHE'] = '/dev/null/cache'));
  afterEach(() => {
    if (before === undefined) delete process.env['EMOSTREAM_CACHE'];
    else process.env['EMOSTREAM_CACHE'] = before;
    delete process.env['HF_ENDPOINT'];
  });

  test('is the fault of the environment, and the variable that moves it is named', async () => {
    const { folder } = makeCheckpoint(join(temporaryFolder(), 'tiny'));
    const hub = await startHubServer(folder);
    process.env['HF_ENDPOINT'] = hub.url;
    for (const model of [folder, 'someone/tiny']) {
      await expect(loadModel({ model })).rejects.toMatchObject({
        code: 'system_error',
        fault: 'environment',
        hint: expect.stringContaining('EMOSTREAM_CACHE') as string,
      });
    }
    await hub.close();
  }, 60_000);
});

test('processes that need the same engine at the same time all get it', async () => {
  const { folder } = makeCheckpoint(join(temporaryFolder(), 'tiny'));
  const cacheFolder = temporaryFolder();
  const labels = await Promise.all([1, 2, 3].map(() => labelOf({ model: folder, cacheFolder })));
  expect(new Set(labels)).toEqual(new Set(['tiny onnx-cpu-int8 good+bad+ugly']));
  expect(readdirSync(join(cacheFolder, 'engines'))).toHaveLength(1);
}, 60_000);

describe('a hub name', () => {
  let hub: HubServer;
  beforeEach(async () => {
    hub = await startHubServer(makeCheckpoint(temporaryFolder()).folder);
    process.env['HF_ENDPOINT'] = hub.url;
    delete process.env['HF_TOKEN'];
  });
  afterEach(async () => {
    await hub.close();
    delete process.env['HF_ENDPOINT'];
    delete process.env['HF_TOKEN'];
  });

  test('is downloaded once and used offline afterwards', async () => {
    const options = { model: 'someone/tiny', cacheFolder: temporaryFolder() };
    expect(await labelOf(options)).toBe('someone/tiny onnx-cpu-int8 good+bad+ugly');
    const asked = hub.requests.length;
    await hub.close();
    expect(await labelOf(options)).toBe('someone/tiny onnx-cpu-int8 good+bad+ugly');
    expect(hub.requests).toHaveLength(asked);
  }, 60_000);

  test('goes on after an interrupted download, and keeps the files that came whole', async () => {
    const cacheFolder = temporaryFolder();
    hub.breaksOff = true;
    await expect(loadModel({ model: 'someone/tiny', cacheFolder })).rejects.toMatchObject({
      code: 'hub_download_failed',
      fault: 'environment',
    });
    expect(existsSync(join(cacheFolder, 'models', 'someone--tiny@main'))).toBe(false);
    hub.breaksOff = false;
    hub.requests.length = 0;
    await labelOf({ model: 'someone/tiny', cacheFolder });
    expect(hub.requests.some((path) => path.endsWith('/config.json'))).toBe(false);
  }, 60_000);

  test('is downloaded by several at the same time, and what killed ones left is not kept', async () => {
    const cacheFolder = temporaryFolder();
    const folder = join(cacheFolder, 'models', 'someone--tiny@main');
    mkdirSync(`${folder}.partial`, { recursive: true });
    writeFileSync(join(`${folder}.partial`, 'model.safetensors.1234.part'), 'half');
    // Of another revision, or cut off by a machine that went down.
    writeFileSync(join(`${folder}.partial`, 'config.json'), '{');
    const options = { model: 'someone/tiny', cacheFolder };
    const labels = await Promise.all([labelOf(options), labelOf(options)]);
    expect(new Set(labels)).toEqual(new Set(['someone/tiny onnx-cpu-int8 good+bad+ugly']));
    expect(readdirSync(join(cacheFolder, 'models'))).toEqual(['someone--tiny@main']);
    expect(readdirSync(folder).filter((file) => file.endsWith('.part'))).toEqual([]);
  }, 60_000);

  test('that does not exist, is private, or cannot be reached', async () => {
    const cacheFolder = temporaryFolder();
    await expect(loadModel({ model: 'nobody/nothing', cacheFolder })).rejects.toMatchObject({
      code: 'hub_model_not_found',
    });
    await expect(loadModel({ model: 'someone/secret', cacheFolder })).rejects.toMatchObject({
      code: 'hub_access_denied',
    });
    process.env['HF_TOKEN'] = 'hf_right';
    expect(await labelOf({ model: 'someone/secret', cacheFolder })).toMatch(/^someone\/secret/);
    await hub.close();
    await expect(loadModel({ model: 'someone/other', cacheFolder })).rejects.toMatchObject({
      code: 'hub_download_failed',
    });
  }, 60_000);
});
