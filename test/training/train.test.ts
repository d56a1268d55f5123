import { existsSync, writeFileSync } from 'node:fs';
import { openCheckpoint } from '../../src/model/checkpoint/Checkpoint';
import { tensorsOf } from '../../src/model/checkpoint/safetensors';
import { trainingCountsOf } from '../../src/model/checkpoint/RunFile';
import type { Teacher } from '../../src/training/distillation';
import { train, type TrainParts } from '../../src/training/train';
import type { TrainEvent } from '../../src/training/TrainResult';
import { defaultHyperparameters, type Hyperparameters } from '../../src/training/recipe';
import { openBaseModel } from '../../src/training/BaseModel';
import { wordTokenizer } from './support/tinyBase';
import { tinyRows } from './support/tinyRows';
import { useTinyTraining } from './support/useTinyTraining';

const { at, losses, weights, tensorflow, rows, run } = useTinyTraining();

// A step takes some ten milliseconds, but a loaded machine may take its time.
jest.setTimeout(120_000);

const validated = { ...defaultHyperparameters, epochs: 1, validation: 0.25 };
const unlabelled = tinyRows(90, 200).map(({ text }) => text);

/** Knows the rows' words; counts the texts it is asked. */
function wordTeacher(): Teacher & { asked: number } {
  const labelOf = new Map(tinyRows(400).map(({ text, label }) => [text, label]));
  const labels = ['joy', 'anger', 'neutral'];
  const teacher = {
    ...{ name: 'words', fingerprint: 'words', labels, asked: 0 },
    answer: (texts: readonly string[]) => {
      teacher.asked += texts.length;
      const answers = texts.map((text) => labels.map((label) => (label === labelOf.get(text) ? 4 : -1)));
      return Promise.resolve(answers.map((answer) => Float32Array.from(answer)));
    },
  };
  return teacher;
}

describe('train', () => {
  it('learns what can be learned, reports on the test rows and saves a checkpoint', async () => {
    const events: TrainEvent[] = [];
    const result = await run({ epochs: 20, learningRate: 3e-3 }, { onEvent: (event) => events.push(event) });
    expect(result.test?.report.accuracy).toBeGreaterThan(0.9);
    expect(result.test?.report.n).toBe(24);
    expect(result.classCounts).toEqual({ neutral: 60, anger: 20, joy: 40 });
    expect(result.steps).toBe(20 * 15);
    const steps = events.flatMap((event) => (event.kind === 'step' ? [event.progress] : []));
    expect(steps).toHaveLength(result.steps);
    expect(steps.at(-1)!.loss).toBeLessThan(steps[0]!.loss / 2);
    expect(steps.at(-1)!.secondsLeft).toBe(0);
    expect(events[0]).toEqual({
      kind: 'note',
      text: expect.stringMatching(/no classification head/) as string,
    });
    expect(openCheckpoint(at('out')).labels).toEqual(['neutral', 'anger', 'joy']);
    expect(existsSync(at('out', 'state'))).toBe(false);
    expect(losses('out').trim().split('\n')).toHaveLength(result.steps);
    expect(tensorflow().tf.memory().numTensors).toBe(0);
  });

  it('gives the same losses and weights for the same seed, others for another', async () => {
    await run({}, { out: 'a' });
    await run({}, { out: 'b' });
    await run({ seed: 2 }, { out: 'c' });
    expect(losses('b')).toBe(losses('a'));
    expect(weights('b')).toEqual(weights('a'));
    expect(losses('c')).not.toBe(losses('a'));
  });

  it('goes on after a stop as if there had been none', async () => {
    const hyperparameters = { gradientAccumulation: 2, weighting: 'inverse', lengthSorted: true } as const;
    await run(hyperparameters, { out: 'whole' });
    const stop = new AbortController();
    const onEvent = (event: TrainEvent) => {
      if (event.kind === 'step' && event.progress.step === 5) stop.abort();
    };
    const stopped = run(hyperparameters, { signal: stop.signal, onEvent });
    await expect(stopped).rejects.toMatchObject({ code: 'training_stopped' });
    const notes: string[] = [];
    await run(hyperparameters, {
      resume: true,
      onEvent: (event) => event.kind === 'note' && notes.push(event.text),
    });
    expect(notes).toContain('goes on after step 5 of 16');
    expect(losses('out')).toBe(losses('whole'));
    expect(weights('out')).toEqual(weights('whole'));
  });

  it('refuses to go on with other options, and gives an ended run again', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(run({}, { signal: stop.signal })).rejects.toMatchObject({ code: 'training_stopped' });
    await expect(run({ learningRate: 1 }, { resume: true })).rejects.toMatchObject({ code: 'other_run' });
    const first = await run({}, { resume: true });
    const events: TrainEvent[] = [];
    const again = await run({}, { resume: true, onEvent: (event) => events.push(event) });
    expect(again.test).toEqual(JSON.parse(JSON.stringify(first.test)));
    expect(events.some(({ kind }) => kind === 'step')).toBe(false);
    await expect(run({ seed: 5 }, { resume: true })).rejects.toMatchObject({ code: 'other_run' });
  });

  it('keeps the epoch that is best on the validation rows, and stops when none gets better', async () => {
    const options = { validation: 0.25, keep: 'best', patience: 2, epochs: 40, learningRate: 5e-3 } as const;
    const result = await run(options);
    const scores = result.epochs.map((epoch) => epoch.validation!);
    const best = Math.max(...scores.map(({ macroF1 }) => macroF1));
    expect(result.keptEpoch).toBe(scores.findIndex(({ macroF1 }) => macroF1 === best) + 1);
    expect(result.epochs).toHaveLength(result.keptEpoch + 2);
    expect(result.rows.train + result.rows.validation).toBe(120);
    expect(result.test?.report.n).toBe(24);
  });

  it('averages the weights of the last epochs, after a stop too, and tests and validates their mean', async () => {
    const averaged = { epochs: 3, validation: 0.25, averageEpochs: 2 } as const;
    const whole = await run(averaged, { out: 'whole' });
    const steps = whole.steps / 3;
    const name = 'classifier.weight';
    const valueAfter = async (step: number) => {
      const stop = new AbortController();
      const onEvent = (event: TrainEvent) => {
        if (event.kind === 'step' && event.progress.step === step) stop.abort();
      };
      const stopped = run(averaged, { resume: true, signal: stop.signal, onEvent });
      await expect(stopped).rejects.toMatchObject({ code: 'training_stopped' });
      return tensorsOf(at('out', 'state', `step-${step}.safetensors`))(`${name}:value`);
    };
    const before = await valueAfter(2 * steps);
    const after = await valueAfter(3 * steps);
    const resumed = await run(averaged, { resume: true });
    const mean = openCheckpoint(at('out')).weights.read(name);
    expect(before).not.toEqual(after);
    expect([...mean]).toEqual([...before].map((value, place) => Math.fround((value + after[place]!) / 2)));
    expect(weights('out')).toEqual(weights('whole'));
    expect(resumed.test).toEqual(whole.test);
    expect(resumed.epochs.map(({ validation }) => validation)).toEqual(
      whole.epochs.map(({ validation }) => validation),
    );
    expect(existsSync(at('out', 'epochs'))).toBe(false);
    expect(tensorflow().tf.memory().numTensors).toBe(0);
  });

  it('counts the rows of other sources too, and apart', async () => {
    const extra = tinyRows(12, 200).filter(({ label }) => label === 'anger');
    const result = await run({ epochs: 1, weighting: 'inverse' }, { extra });
    expect(result.classCounts).toEqual({ neutral: 60, anger: 22, joy: 40 });
    expect(result.extraCounts).toEqual({ neutral: 0, anger: 2, joy: 0 });
    expect(result.classWeights?.['anger']).toBeCloseTo(122 / (3 * 22), 10);
    expect(trainingCountsOf(at('out'))).toEqual({ neutral: 60, anger: 20, joy: 40 });
  });

  it('begins anew without a trace of the run that was there', async () => {
    await run({});
    const stop = new AbortController();
    stop.abort();
    const stopped = run({ seed: 2 }, { signal: stop.signal });
    await expect(stopped).rejects.toMatchObject({ code: 'training_stopped' });
    const resumed = await run({ seed: 2 }, { resume: true });
    expect(resumed.hyperparameters.seed).toBe(2);
  });

  it('names a run.json that is broken', async () => {
    await run({ epochs: 1 });
    writeFileSync(at('out', 'run.json'), '{"finger');
    await expect(run({ epochs: 1 }, { resume: true })).rejects.toMatchObject({ code: 'bad_checkpoint' });
    expect((await run({ epochs: 1 }, { resume: false })).steps).toBe(15);
  });

  it('decays the embeddings of tokens that do not occur as the whole table would be', async () => {
    await run({ weightDecay: 0.5, learningRate: 0.1, maxGradNorm: 1e-6, adamEpsilon: 1 });
    const name = 'embeddings.word_embeddings.weight';
    const before = openBaseModel(at('base'), { labels: ['joy'], layers: undefined, seed: 1 }).read(name);
    const after = openCheckpoint(at('out')).weights.read(name);
    // No gradient moves anything here, so all rows, trained or not, are the base's times one factor.
    const ratios = [...after].map((value, index) => value / before[index]!);
    expect(Math.max(...ratios) - Math.min(...ratios)).toBeLessThan(1e-4);
    expect(ratios[0]).toBeLessThan(0.6);
  });

  it.each([
    ['rule1 weights', { weighting: 'rule1' }],
    ['given weights', { weighting: { neutral: 1, joy: 2, anger: 3 } }],
    ['oversampling', { resampling: { method: 'over', balance: 0.5 } }],
    ['undersampling', { resampling: { method: 'under', balance: 1 } }],
    ['focal loss', { loss: { kind: 'focal', gamma: 2 } }],
    ['logit adjustment', { loss: { kind: 'logit-adjusted', tau: 1 } }],
    ['fewer layers', { layers: 1 }],
    ['no dropout', { dropout: 0 }],
  ] as [string, Partial<Hyperparameters>][])('trains with %s', async (_, hyperparameters) => {
    const result = await run({ epochs: 1, ...hyperparameters }, { test: [] });
    expect(result.test).toBeUndefined();
    expect(Number.isFinite(result.epochs[0]?.loss)).toBe(true);
  });

  it.each([
    ['epochs', { epochs: 0 }, /epochs is 0/],
    ['averages of nothing', { averageEpochs: 0 }, /averageEpochs is 0/],
    ['dropout', { dropout: 1 }, /dropout is 1/],
    ['best without validation', { keep: 'best' }, /no rows validate/],
    ['a seed', { seed: -1 }, /seed is -1/],
  ] as [string, Partial<Hyperparameters>, RegExp][])('refuses %s', async (_, hyperparameters, message) => {
    await expect(run(hyperparameters)).rejects.toThrow(message);
  });

  it('trains on rows of other sources, which never validate and change the classes', async () => {
    const extra = tinyRows(12, 400).map((row) => ({ ...row, label: 'fear' }));
    const result = await train(
      { train: rows.train, extra, test: [] },
      { base: at('base'), out: at('out'), resume: false, saveEvery: 0, hyperparameters: validated },
      { tensorflow: tensorflow(), tokenizer: wordTokenizer },
    );
    expect(result.labels).toEqual(['neutral', 'anger', 'joy', 'fear']);
    expect(result.classCounts['fear']).toBe(12);
    expect(result.rows.train + result.rows.validation).toBe(132);
    expect(result.rows.validation).toBeLessThan(40);
  });

  it('learns from a teacher without labels, and goes on after a stop as if there had been none', async () => {
    const teacher = wordTeacher();
    const taught = (out: string, extras: Partial<TrainParts> & { resume?: boolean }) => {
      const { resume = false, ...parts } = extras;
      const distillation = { temperature: 1, teacherWeight: 1 };
      return train(
        { train: rows.train.slice(0, 12), unlabelled, test: rows.test },
        {
          ...{ base: at('base'), out: at(out), resume, saveEvery: 0, teacher },
          hyperparameters: { ...defaultHyperparameters, epochs: 12, learningRate: 3e-3, distillation },
        },
        { tensorflow: tensorflow(), tokenizer: wordTokenizer, ...parts },
      );
    };
    const result = await taught('whole', {});
    expect(result.test!.report.accuracy).toBeGreaterThan(0.9);
    expect(result.teacher).toEqual({ name: 'words', unlabelledTexts: unlabelled.length });
    expect(existsSync(at('whole', 'teacher'))).toBe(false);
    const asked = teacher.asked;
    const stop = new AbortController();
    const onEvent = (event: TrainEvent) => {
      if (event.kind === 'step' && event.progress.step === 7) stop.abort();
    };
    const stopped = taught('stopped', { signal: stop.signal, onEvent });
    await expect(stopped).rejects.toMatchObject({ code: 'training_stopped' });
    await taught('stopped', { resume: true });
    expect(teacher.asked).toBe(2 * asked);
    expect(losses('stopped')).toBe(losses('whole'));
    expect(weights('stopped')).toEqual(weights('whole'));
    expect(tensorflow().tf.memory().numTensors).toBe(0);
  });

  it('names a test row whose label no training row has', async () => {
    const strange = [{ ...rows.test[0]!, label: 'fear' }];
    await expect(run({}, { test: strange })).rejects.toThrow(
      /row-120 has the label "fear", which no training row/,
    );
  });
});
