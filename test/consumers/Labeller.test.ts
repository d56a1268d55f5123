import { setTimeout as delay } from 'node:timers/promises';
import { Labeller } from '../../src/consumers/Labeller';
import { FakeClassifier, characterTokenizer } from '../support/fakeModel';
import { segment } from '../support/segments';

function labellerWith(classifier: FakeClassifier): Labeller {
  return new Labeller({ classifier, tokenizer: characterTokenizer }, { maxSegments: 8, maxCharacters: 100 });
}

const numbered = (sequence: number) => ({ segment: segment({ sequence, text: `frase ${sequence}` }) });

describe('label', () => {
  it('gives the label of each text in its order, and why a text has none', async () => {
    const labels = await labellerWith(new FakeClassifier()).label(['a', ' ', 'b']);
    expect(labels).toEqual([
      { emotion: 'fear', confidence: 0.75, probabilities: { joy: 0.125, anger: 0.125, fear: 0.75 } },
      { emotion: null, reason: 'empty_text', message: expect.stringContaining('empty') as string },
      { emotion: 'joy', confidence: 0.75, probabilities: { joy: 0.75, anger: 0.125, fear: 0.125 } },
    ]);
  });

  it('answers no texts with no labels', async () => {
    expect(await labellerWith(new FakeClassifier()).label([])).toEqual([]);
  });

  it('puts calls that are under way at the same time into one micro-batch', async () => {
    const classifier = new FakeClassifier();
    const labeller = labellerWith(classifier);
    const [first, second] = await Promise.all([labeller.label(['a']), labeller.label(['b', 'c'])]);
    expect([first.length, second.length]).toEqual([1, 2]);
    expect(classifier.batches.map((batch) => batch.length)).toEqual([3]);
  });

  it('refuses what is no text, and labels what others gave at the same time', async () => {
    const labeller = labellerWith(new FakeClassifier());
    const strange = labeller.label(['a', null as unknown as string]);
    const good = labeller.label(['a']);
    await expect(strange).rejects.toMatchObject({
      code: 'bad_text',
      message: expect.stringContaining('2 of 2') as string,
    });
    expect(await good).toMatchObject([{ emotion: 'fear' }]);
  });

  it('rejects when the engine is gone, and answers again when it is back', async () => {
    const classifier = new FakeClassifier();
    classifier.failure = () => new Error('engine is gone');
    const labeller = labellerWith(classifier);
    await expect(labeller.label(['a'])).rejects.toThrow('engine is gone');
    classifier.failure = () => undefined;
    expect(await labeller.label(['a'])).toMatchObject([{ emotion: 'fear' }]);
  });
});

describe('labelEach', () => {
  it('hands each on in its order, however late its answer comes', async () => {
    const classifier = new FakeClassifier();
    classifier.delayMs = 3;
    const source = async function* () {
      for (let sequence = 0; sequence < 50; sequence++) yield numbered(sequence);
    };
    const out: number[] = [];
    await labellerWith(classifier).labelEach(
      source(),
      ({ segment: { sequence } }) => void out.push(sequence),
    );
    expect(out).toEqual([...Array(50).keys()]);
  });

  it('hands on what is answered although the source is still waiting for its next item', async () => {
    const ended = new AbortController();
    const source = async function* () {
      yield numbered(0);
      await new Promise(() => undefined);
    };
    const out: unknown[] = [];
    const sink = (answered: object): void => {
      out.push(answered);
      ended.abort();
    };
    await labellerWith(new FakeClassifier()).labelEach(source(), sink, ended.signal);
    expect(out).toMatchObject([{ outcome: { kind: 'label' } }]);
  });

  it('ends when told to, while the source is silent', async () => {
    const silent = async function* () {
      await new Promise(() => undefined);
      yield numbered(0);
    };
    const signal = AbortSignal.timeout(20);
    await labellerWith(new FakeClassifier()).labelEach(silent(), () => undefined, signal);
  });

  it('ends with the error of the engine, while the source is silent', async () => {
    const classifier = new FakeClassifier();
    classifier.failure = () => new Error('engine is gone');
    const source = async function* () {
      yield numbered(0);
      await new Promise(() => undefined);
    };
    const labelled = labellerWith(classifier).labelEach(source(), () => undefined);
    await expect(labelled).rejects.toThrow('engine is gone');
  });

  it('hands on what a source gave before it failed', async () => {
    const source = async function* () {
      for (let sequence = 0; sequence < 20; sequence++) yield numbered(sequence);
      throw new Error('disk');
    };
    let handed = 0;
    const labelled = labellerWith(new FakeClassifier()).labelEach(source(), () => void (handed += 1));
    await expect(labelled).rejects.toThrow('disk');
    expect(handed).toBe(20);
  });

  it('ends a source that waits for room when the sink fails', async () => {
    let closed = false;
    const source = async function* () {
      try {
        for (let sequence = 0; ; sequence++) yield numbered(sequence);
      } finally {
        closed = true;
      }
    };
    const sink = (): Promise<void> => Promise.reject(new Error('pipe'));
    await expect(labellerWith(new FakeClassifier()).labelEach(source(), sink)).rejects.toThrow('pipe');
    await delay(5);
    expect(closed).toBe(true);
  });

  it('ends with the error of the source or of the sink', async () => {
    const failing = async function* () {
      yield numbered(0);
      throw new Error('disk');
    };
    const labeller = labellerWith(new FakeClassifier());
    await expect(labeller.labelEach(failing(), () => undefined)).rejects.toThrow('disk');
    const sink = (): Promise<void> => Promise.reject(new Error('pipe'));
    const one = async function* () {
      yield numbered(0);
    };
    await expect(labeller.labelEach(one(), sink)).rejects.toThrow('pipe');
  });

  it('reads no faster than the sink takes', async () => {
    let given = 0;
    let taken = 0;
    let ahead = 0;
    const source = async function* () {
      for (; given < 1500; given++) {
        ahead = Math.max(ahead, given - taken);
        yield numbered(given);
      }
    };
    await labellerWith(new FakeClassifier()).labelEach(source(), async () => {
      if (taken % 100 === 0) await delay(1);
      taken += 1;
    });
    expect(taken).toBe(1500);
    expect(ahead).toBeLessThanOrEqual(513);
    expect(ahead).toBeGreaterThan(8);
  });
});
