import { from, lastValueFrom, toArray } from 'rxjs';
import type { BatchReport } from '../../src/consumers/classify';
import {
  defaultLabellingLimits,
  type LabellingLimits,
  labelSegments,
} from '../../src/consumers/labelSegments';
import { type Outcome, refused } from '../../src/consumers/Outcome';
import type { TranscriptSegment } from '../../src/records/TranscriptSegment';
import { FakeClassifier, characterTokenizer } from '../support/fakeModel';
import { segment } from '../support/segments';

const limits: LabellingLimits = {
  ...defaultLabellingLimits,
  maxSegments: 8,
  lingerMs: 1,
  maxCharacters: 100,
};

interface Options extends Partial<LabellingLimits> {
  classifier?: FakeClassifier;
  onBatch?: (report: BatchReport) => void;
}

async function outcomesOf(
  segments: readonly Partial<TranscriptSegment>[],
  { classifier = new FakeClassifier(), onBatch, ...over }: Options = {},
): Promise<Outcome[]> {
  const items = segments.map((one, place) => ({ segment: segment(one), place }));
  const model = { classifier, tokenizer: characterTokenizer };
  const labelled = from(items).pipe(
    labelSegments<{ place: number }>(model, { ...limits, ...over }, onBatch),
    toArray(),
  );
  const answered = await lastValueFrom(labelled);
  return answered.sort((a, b) => a.place - b.place).map(({ outcome }) => outcome);
}

describe('labelSegments', () => {
  it('labels a segment with the most probable class and carries its fields over', async () => {
    const [outcome] = await outcomesOf([{ text: 'a', speaker: 'Ana' }]);
    expect(outcome).toMatchObject({
      kind: 'label',
      tokens: 3,
      label: { segmentId: 'stream:0', speaker: 'Ana', text: 'a', confidence: 0.75, model: { name: 'fake' } },
    });
    // 0 + 97 ('a') + 1 = 98, and 98 mod 3 = 2: the third class.
    expect(outcome).toMatchObject({
      label: { emotion: 'fear', probabilities: { joy: 0.125, anger: 0.125, fear: 0.75 } },
    });
  });

  it('leaves the text out when told to', async () => {
    expect(await outcomesOf([{}], { includeText: false })).toMatchObject([{ label: { text: null } }]);
  });

  it.each([
    ['empty_text', ''],
    ['empty_text', ' \n\t\u00a0'],
    ['text_too_long', 'x'.repeat(101)],
  ])('refuses as %s without asking the model', async (reason, text) => {
    const classifier = new FakeClassifier();
    expect(await outcomesOf([{ text }], { classifier })).toMatchObject([{ kind: 'deadLetter', reason }]);
    expect(classifier.batches).toEqual([]);
  });

  it('lets pass what is answered already', async () => {
    const answered = { place: 0, outcome: refused('malformed_record', 'broken') };
    const model = { classifier: new FakeClassifier(), tokenizer: characterTokenizer };
    const out = from([answered]).pipe(labelSegments(model, limits));
    expect(await lastValueFrom(out)).toEqual(answered);
  });

  it("cuts a sequence at the smaller of its own bound and the model's", async () => {
    const classifier = new FakeClassifier();
    await outcomesOf([{ text: 'y'.repeat(100) }], { classifier });
    await outcomesOf([{}], { classifier, maxSequenceTokens: 5 });
    expect(classifier.batches.map(([tokens]) => tokens!.length)).toEqual([64, 5]);
  });

  it('reports what a batch cost, padding included', async () => {
    const reports: BatchReport[] = [];
    await outcomesOf([{ text: 'abc' }, { text: 'abcdefghij' }], {
      onBatch: (report) => reports.push(report),
    });
    expect(reports).toMatchObject([{ segments: 2, tokens: 5 + 12, paddedTokens: 8 + 16 }]);
    expect(reports[0]?.items).toHaveLength(2);
  });

  it('makes a dead letter of the one sequence that the engine cannot run, and labels the rest', async () => {
    const classifier = new FakeClassifier();
    classifier.failure = (batch) =>
      batch.some((tokens) => tokens.includes(33)) ? new Error('bad id 33') : undefined;
    const outcomes = await outcomesOf([{ text: 'a' }, { text: 'b!' }, { text: 'c' }], { classifier });
    expect(outcomes.map(({ kind }) => kind)).toEqual(['label', 'deadLetter', 'label']);
    expect(outcomes[1]).toMatchObject({ reason: 'classification_failed', message: 'bad id 33' });
  });

  it.each([NaN, Infinity])(
    'makes a dead letter of an answer that holds %s, and labels the rest',
    async (bad) => {
      const classifier = new FakeClassifier();
      const honest = classifier.classify.bind(classifier);
      classifier.classify = async (sequences) => {
        const answers = await honest(sequences);
        answers[0]?.fill(bad);
        return answers;
      };
      const outcomes = await outcomesOf([{ text: 'a' }, { text: 'b' }], { classifier });
      expect(outcomes.map(({ kind }) => kind)).toEqual(['deadLetter', 'label']);
      expect(outcomes[0]).toMatchObject({ reason: 'classification_failed' });
    },
  );

  it('ends with the error, without dead letters, when the engine fails on everything', async () => {
    const classifier = new FakeClassifier();
    classifier.failure = () => new Error('engine is gone');
    await expect(outcomesOf([{}, { text: ' ' }], { classifier })).rejects.toThrow('engine is gone');
  });
});
