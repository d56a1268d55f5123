import { ActiveVocabulary } from '../../src/training/data';

describe('ActiveVocabulary', () => {
  const vocabulary = new ActiveVocabulary([Int32Array.of(5, 2, 5), Int32Array.of(7)], 0);
  const table = Float32Array.from({ length: 20 }, (_, index) => index);

  it('numbers the ids that occur, padding among them', () => {
    expect(vocabulary.ids).toEqual([0, 2, 5, 7]);
    expect([...vocabulary.toRows(Int32Array.of(7, 2, 5))]).toEqual([3, 1, 2]);
    expect(() => vocabulary.toRows(Int32Array.of(3))).toThrow(/token 3/);
  });

  it('selects their rows of a table', () => {
    expect([...vocabulary.select(table, 2)]).toEqual([0, 1, 4, 5, 10, 11, 14, 15]);
  });

  it('puts them back, the others decayed', () => {
    const merged = vocabulary.merge(table, vocabulary.select(table, 2).fill(-1), 2, 0.5);
    expect([...merged]).toEqual([
      -1, -1, 1, 1.5, -1, -1, 3, 3.5, 4, 4.5, -1, -1, 6, 6.5, -1, -1, 8, 8.5, 9, 9.5,
    ]);
    expect(table[0]).toBe(0);
  });
});
