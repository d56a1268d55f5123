import { measureDriftBaseline } from '../../src/app/measureDriftBaseline';
import { characterTokenizer, FakeClassifier } from '../support/fakeModel';

test('measures the tokens of texts and the confidence of the model on them, over many batches', async () => {
  const classifier = new FakeClassifier();
  const texts = Array.from({ length: 200 }, (_, index) => 'x'.repeat(1 + (index % 20)));
  const { confidence, tokens } = await measureDriftBaseline(
    { classifier, tokenizer: characterTokenizer },
    texts,
  );
  expect(classifier.batches.map((batch) => batch.length)).toEqual([64, 64, 64, 8]);
  // Two texts of each length in a decile, and two special tokens.
  expect(tokens).toEqual({ bounds: [4, 6, 8, 10, 12, 14, 16, 18, 20], counts: new Array(10).fill(20) });
  // The fake is as sure of everything.
  expect(confidence).toEqual({ bounds: [0.75], counts: [200, 0] });
});
