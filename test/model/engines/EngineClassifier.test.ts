import { EngineClassifier, type LogitsRunner } from '../../../src/model/engines/EngineClassifier';
import { isFiniteAnswer } from '../../../src/model/probabilities';

const description = {
  model: { name: 'fake', hash: '0' },
  engine: 'fake-cpu',
  labels: ['a', 'b'],
  maxTokens: 20,
  padId: 0,
};

/** Logits of a sequence: its first token and its length. `overflowing` tokens have NaN. */
class FakeRunner implements LogitsRunner {
  overflowing: number | undefined;
  closed = 0;

  run({ ids, lengths }: { ids: Int32Array; lengths: Int32Array }): Promise<Float32Array> {
    const length = ids.length / lengths.length;
    const logits = Array.from(lengths, (tokens, row) => {
      const first = ids[row * length]!;
      return first === this.overflowing ? [NaN, 0] : [first, tokens];
    });
    return Promise.resolve(Float32Array.from(logits.flat()));
  }

  close(): Promise<void> {
    this.closed++;
    return Promise.resolve();
  }
}

describe('EngineClassifier', () => {
  it('gives each sequence the softmax of its own logits, in the order given', async () => {
    const classifier = await EngineClassifier.open(description, new FakeRunner());
    const lengths = [3, 17, 1, 9, 20, 3];
    const answers = await classifier.classify(lengths.map((length, i) => new Int32Array(length).fill(i)));
    answers.forEach((answer, i) => {
      const expected = 1 / (1 + Math.exp(lengths[i]! - i));
      expect(answer).toHaveLength(2);
      expect(answer[0]).toBeCloseTo(expected, 6);
      expect(answer[1]).toBeCloseTo(1 - expected, 6);
    });
  });

  it.each([0, 21])('refuses a sequence of %d tokens', async (length) => {
    const classifier = await EngineClassifier.open(description, new FakeRunner());
    await expect(classifier.classify([new Int32Array(length)])).rejects.toMatchObject({
      code: 'bad_sequence',
      message: expect.stringContaining(`a sequence has ${length} tokens; fake takes 1 to 20`) as string,
    });
  });

  it('answers NaN for the one sequence on which the weights overflow, and the others as ever', async () => {
    const runner = new FakeRunner();
    const classifier = await EngineClassifier.open(description, runner);
    runner.overflowing = 7;
    const answers = await classifier.classify([1, 7, 2].map((token) => Int32Array.of(token)));
    expect(answers.map(isFiniteAnswer)).toEqual([true, false, true]);
    expect([...answers[1]!]).toEqual([NaN, NaN]);
  });

  it('refuses a model that answers NaN to anything, and closes its engine', async () => {
    const runner = new FakeRunner();
    runner.overflowing = description.padId;
    await expect(EngineClassifier.open(description, runner)).rejects.toMatchObject({
      code: 'bad_checkpoint',
      fault: 'configuration',
      message: expect.stringContaining('fake answers NaN, NaN instead of probabilities') as string,
    });
    expect(runner.closed).toBe(1);
  });
});
