import { join } from 'node:path';
import { readLabelled } from '../../src/evaluation/data/readLabelled';
import { countByClass, classWeights, parseWeighting } from '../../src/training/recipe';
import { describeWithShared, sharedFolder } from './support/shared';

const labels = ['neutral', 'disgust', 'anger', 'joy', 'sadness', 'fear'];
/** Table 1 of the paper. */
const counts = [1166, 705, 399, 362, 345, 23];

describe('classWeights', () => {
  it('gives none', () => expect(classWeights('none', labels, counts)).toBeUndefined());

  it('gives table 3 by the thresholds of equation 1', () => {
    expect(classWeights('rule1', labels, counts)).toEqual([0.5, 1, 1.5, 1.5, 1.5, 2]);
  });

  it('gives table 5 by equation 2, cut to one decimal as the paper cuts', () => {
    const cut = classWeights('inverse', labels, counts)?.map((weight) => Math.floor(weight * 10) / 10);
    expect(cut).toEqual([0.4, 0.7, 1.2, 1.3, 1.4, 21.7]);
  });

  it('takes given weights by label, in any order', () => {
    expect(classWeights({ fear: 5, neutral: 1 }, ['neutral', 'fear'], [10, 2])).toEqual([1, 5]);
  });

  it('refuses a class without rows, whose weight would be infinite', () => {
    expect(() => classWeights('inverse', ['joy', 'fear'], [3, 0])).toThrow(
      /no training row has the label fear/,
    );
  });

  it.each([
    [{ joy: 1, rage: 2 }, /"rage", which is no label/],
    [{ joy: 1 }, /name no "fear"/],
    [{ joy: 1, fear: -1 }, /weight of fear is -1/],
  ])('refuses %j', (weights, message) => {
    expect(() => classWeights(weights as Record<string, number>, ['joy', 'fear'], [1, 1])).toThrow(message);
  });
});

describe('parseWeighting', () => {
  it.each([
    ['none', 'none'],
    ['rule1', 'rule1'],
    ['inverse', 'inverse'],
    ['0.5, 2', { joy: 0.5, fear: 2 }],
    ['fear=2,joy=0.5', { joy: 0.5, fear: 2 }],
  ])('reads %s', (flag, expected) => expect(parseWeighting(flag, ['joy', 'fear'])).toEqual(expected));

  it.each(['', 'heavy', '1', '1,2,3', '1,', 'joy=x,fear=1'])('refuses "%s"', (flag) => {
    expect(() => parseWeighting(flag, ['joy', 'fear'])).toThrow(/is no weighting/);
  });
});

describeWithShared("the weights of the paper's training file", () => {
  it('has the counts of table 1', async () => {
    const { rows } = await readLabelled(join(sharedFolder, 'data', 'emospeech-2024', 'train.csv'));
    expect(countByClass(labels, rows)).toEqual(counts);
  });
});
