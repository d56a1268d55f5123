import { Labeller, type BatchReport, type LabellerOptions } from '../../src/consumers/Labeller';
import { FakeClassifier, characterTokenizer } from '../support/fakeModel';
import { segment } from '../support/segments';

const options: LabellerOptions = {
  maxSegments: 8,
  maxTokens: 1000,
  lingerMs: 1,
  concurrency: 2,
  maxCharacters: 100,
  maxSequenceTokens: 512,
  includeText: true,
};

describe('Labeller', () => {
  it('labels a segment with the most probable class and carries its fields over', async () => {
    const classifier = new FakeClassifier();
    const labeller = new Labeller(classifier, characterTokenizer, options);
    const outcome = await labeller.label(segment({ text: 'a', speaker: 'Ana' }));
    expect(outcome).toMatchObject({
      kind: 'label',
      label: { segmentId: 'stream:0', speaker: 'Ana', text: 'a', confidence: 0.75, model: { name: 'fake' } },
    });
    // 0 + 97 ('a') + 1 = 98, and 98 mod 3 = 2: the third class.
    expect(outcome).toMatchObject({
      label: { emotion: 'fear', probabilities: { joy: 0.125, anger: 0.125, fear: 0.75 } },
    });
  });

  it('leaves the text out when told to', async () => {
    const labeller = new Labeller(new FakeClassifier(), characterTokenizer, {
      ...options,
      includeText: false,
    });
    expect(await labeller.label(segment())).toMatchObject({ label: { text: null } });
  });

  it.each([
    ['empty_text', ''],
    ['empty_text', ' \n\t\u00a0'],
    ['text_too_long', 'x'.repeat(101)],
  ])('refuses as %s without asking the model', async (reason, text) => {
    const classifier = new FakeClassifier();
    const labeller = new Labeller(classifier, characterTokenizer, options);
    expect(await labeller.label(segment({ text }))).toMatchObject({ kind: 'deadLetter', reason });
    expect(classifier.batches).toEqual([]);
  });

  it("cuts a sequence at the smaller of its own bound and the model's", async () => {
    const classifier = new FakeClassifier();
    await new Labeller(classifier, characterTokenizer, options).label(segment({ text: 'y'.repeat(100) }));
    await new Labeller(classifier, characterTokenizer, { ...options, maxSequenceTokens: 5 }).label(segment());
    expect(classifier.batches.map(([tokens]) => tokens!.length)).toEqual([64, 5]);
  });

  it('reports what a batch cost, padding included', async () => {
    const reports: BatchReport[] = [];
    const labeller = new Labeller(new FakeClassifier(), characterTokenizer, options, (report) =>
      reports.push(report),
    );
    await Promise.all([
      labeller.label(segment({ text: 'abc' })),
      labeller.label(segment({ text: 'abcdefghij' })),
    ]);
    expect(reports).toMatchObject([{ segments: 2, tokens: 5 + 12, paddedTokens: 8 + 16 }]);
  });

  it('makes a dead letter of the one sequence that the engine cannot run, and labels the rest', async () => {
    const classifier = new FakeClassifier();
    classifier.failure = (batch) =>
      batch.some((tokens) => tokens.includes(33)) ? new Error('bad id 33') : undefined;
    const labeller = new Labeller(classifier, characterTokenizer, options);
    const outcomes = await Promise.all(['a', 'b!', 'c'].map((text) => labeller.label(segment({ text }))));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['label', 'deadLetter', 'label']);
    expect(outcomes[1]).toMatchObject({ reason: 'classification_failed', message: 'bad id 33' });
  });

  it('rejects, without dead letters, when the engine fails on everything', async () => {
    const classifier = new FakeClassifier();
    classifier.failure = () => new Error('engine is gone');
    const labeller = new Labeller(classifier, characterTokenizer, options);
    await expect(labeller.label(segment())).rejects.toThrow('engine is gone');
    await expect(labeller.label(segment())).rejects.toThrow('engine is gone');
  });

  it('answers what was given before it was closed, and refuses more', async () => {
    const labeller = new Labeller(new FakeClassifier(), characterTokenizer, { ...options, lingerMs: 10_000 });
    const given = labeller.label(segment());
    labeller.close();
    expect(await given).toMatchObject({ kind: 'label' });
    await expect(labeller.label(segment())).rejects.toThrow('closed');
  });
});
