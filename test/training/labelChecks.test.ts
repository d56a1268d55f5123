import type { EmostreamError } from '../../src/common/errors';
import { checkLabels, headNote, labelNotes } from '../../src/training/labelChecks';

/** What the check says of labels. */
function refusal(...labels: string[]): EmostreamError {
  try {
    checkLabels(rowsOf(...labels));
  } catch (error) {
    return error as EmostreamError;
  }
  throw new Error('they are taken');
}

const rowsOf = (...labels: string[]) => labels.map((label) => ({ label }));

describe('checkLabels', () => {
  it('takes two labels that are told apart', () => {
    expect(() => checkLabels(rowsOf('joy', 'joyful', 'joy'))).not.toThrow();
  });

  it('blames one class on the input', () => {
    const { message, code, fault } = refusal('joy', 'joy', 'joy');
    expect(message).toBe('all training rows (3) have one label, "joy"');
    expect({ code, fault }).toEqual({ code: 'one_label', fault: 'input' });
    expect(() => checkLabels([])).toThrow(/no training row/);
  });

  it.each([
    ['case', 'joy', 'Joy'],
    ['white space', 'very happy', 'very  happy'],
    ['a no-break space', 'very happy', 'very\u00a0happy'],
    ['the form of an accent', 'alegría', 'alegri\u0301a'],
  ])('names two labels that differ by %s alone, how often they occur and the way out', (_, one, other) => {
    const { message, code, fault, hint } = refusal(one, other, 'anger', one);
    expect({ code, fault }).toEqual({ code: 'labels_alike', fault: 'input' });
    expect(message).toContain(`"${one}" (2 rows)`);
    expect(message).toContain(`"${other}" (1 row)`);
    expect(hint).toContain('--label-map');
  });
});

describe('labelNotes', () => {
  it('tells of a label with one row, and of one whose rows all validate', () => {
    const rows = rowsOf('joy', 'joy', 'fear', 'anger', 'anger');
    expect(labelNotes(rows, ['anger', 'joy', 'fear'], [0, 2, 1])).toEqual([
      'no row of anger is left to train on: all of them validate',
      '"fear" has one row only: it will hardly be learned',
    ]);
    expect(labelNotes(rowsOf('joy', 'joy', 'fear', 'fear'), ['joy', 'fear'], [2, 2])).toEqual([]);
  });
});

describe('headNote', () => {
  it('says what the base knows and the training rows lack', () => {
    expect(headNote(['joy', 'anger', 'fear'], ['joy', 'anger'])).toBe(
      "the base's head has other labels (joy, anger, fear) and is replaced by a fresh one: " +
        'no training row has fear, which the new model will not know',
    );
  });

  it('says what is spelled otherwise and what is new', () => {
    expect(headNote(['Joy', 'anger'], ['joy', 'anger', 'disgust'])).toBe(
      "the base's head has other labels (Joy, anger) and is replaced by a fresh one: " +
        'the training rows spell Joy otherwise; disgust is new',
    );
  });

  it('is short where the labels have nothing in common', () => {
    expect(headNote(['Negative', 'Positive'], ['joy', 'anger'])).toBe(
      "the base's head has other labels (Negative, Positive): it is replaced by a fresh one",
    );
    expect(headNote([], ['joy'])).toContain('(unnamed)');
  });
});
