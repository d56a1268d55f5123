import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { TrainingFolder } from '../../src/training/TrainingFolder';
import type { TrainEvent } from '../../src/training/TrainResult';
import { writeTinyBase } from './support/tinyBase';
import { useTinyTraining } from './support/useTinyTraining';

const { at, rows, run } = useTinyTraining();

// A step takes some ten milliseconds, but a loaded machine may take its time.
jest.setTimeout(120_000);

describe('train', () => {
  it('refuses a second training run in a folder while one is at work there, and not after it', async () => {
    let second: Promise<unknown> | undefined;
    const onEvent = (event: TrainEvent) => {
      if (event.kind !== 'step') return;
      second ??= run({}, { resume: true }).catch((error: unknown) => error);
    };
    const first = await run({}, { onEvent });
    expect(await second).toMatchObject({ code: 'training_in_progress', fault: 'configuration' });
    expect((await run({}, { resume: true })).steps).toBe(first.steps);
    expect(readdirSync(at('out')).filter((name) => name.includes('lock'))).toEqual([]);
  });

  it('takes a folder over from a training run that was killed before it said who it is', async () => {
    mkdirSync(at('out', 'training.lock'), { recursive: true });
    expect((await run({ epochs: 1 })).steps).toBe(15);
    expect(existsSync(at('out', 'training.lock'))).toBe(false);
  });

  it.each([
    ['state.json', ''],
    ['state.json', '{"fingerprint'],
    ['step-1.safetensors', 'abc'],
  ])('names a saved state whose %s is damaged, and the way out', async (name, content) => {
    const stop = new AbortController();
    stop.abort();
    const stopped = run({}, { signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'training_stopped' });
    writeFileSync(at('out', 'state', name), content);
    await expect(run({}, { resume: true })).rejects.toMatchObject({
      code: 'bad_state',
      message: expect.stringContaining(at('out', 'state', 'state.json')) as string,
      hint: expect.stringContaining('--no-resume') as string,
    });
    expect((await run({ epochs: 1 })).steps).toBe(15);
  });

  it('blames a full disk on the environment, and leaves nothing half-written', async () => {
    mkdirSync(at('out'));
    // What is written to /dev/full finds no space.
    symlinkSync('/dev/full', at('out', 'model.safetensors.partial'));
    await expect(run({ epochs: 1 })).rejects.toMatchObject({
      code: 'system_error',
      fault: 'environment',
      message: expect.stringContaining('model.safetensors') as string,
    });
    expect(readdirSync(at('out')).filter((name) => name.includes('partial'))).toEqual([]);
    expect((await run({ epochs: 1 }, { resume: true })).steps).toBe(15);
  });

  it('builds the mean of averaged epochs once an epoch, the best epoch too', async () => {
    const means = jest.spyOn(TrainingFolder.prototype, 'meanOfEpochs');
    const asked = { epochs: 3, validation: 0.25, keep: 'best', averageEpochs: 2 } as const;
    const result = await run(asked, { test: [] });
    expect(result.epochs.filter(({ best }) => best)).not.toEqual([]);
    expect(means.mock.calls).toEqual([[1], [2], [3]]);
    means.mockRestore();
  });

  it("tells of a label of the base's head that no training row has, and of one with a single row", async () => {
    writeTinyBase(at('base'), ['neutral', 'anger', 'joy', 'fear']);
    const notes: string[] = [];
    const onEvent = (event: TrainEvent) => event.kind === 'note' && notes.push(event.text);
    const extra = [{ ...rows.train[0]!, id: 'one', label: 'disgust' }];
    const result = await run({ epochs: 1 }, { onEvent, extra });
    expect(notes).toEqual([
      "the base's head has other labels (neutral, anger, joy, fear) and is replaced by a fresh one: " +
        'no training row has fear, which the new model will not know; disgust is new',
      '"disgust" has one row only: it will hardly be learned',
    ]);
    expect(result.labels).toEqual(['neutral', 'disgust', 'anger', 'joy']);
  });

  it('refuses rows of one class, and labels that differ by case alone', async () => {
    const single = rows.train.filter(({ label }) => label === 'joy');
    const refused = (of: typeof rows.train) => expect(run({}, { train: of, test: [] })).rejects;
    await refused(single).toMatchObject({ code: 'one_label', fault: 'input' });
    const respelled = rows.train.map((row, index) => (index === 1 ? { ...row, label: 'Joy' } : row));
    await refused(respelled).toMatchObject({ code: 'labels_alike', fault: 'input' });
    expect(existsSync(at('out'))).toBe(false);
  });
});
