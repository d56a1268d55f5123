import fc from 'fast-check';
import { paddedRuns } from '../../../src/model/engines/padding';

const sequences = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 50 });

test('every sequence runs once, padded by its own length alone', () => {
  fc.assert(
    fc.property(sequences, (lengths) => {
      const given = lengths.map((length, i) => new Int32Array(length).fill(i + 10));
      const seen = paddedRuns(given, 1, 60).flatMap(({ ids, lengths: tokens, places }) => {
        const length = ids.length / places.length;
        return places.map((place, row) => {
          const own = given[place]!;
          expect(length).toBe(Math.min(60, Math.ceil(own.length / 8) * 8));
          expect(tokens[row]).toBe(own.length);
          const padding = new Array<number>(length - own.length).fill(1);
          expect([...ids.subarray(row * length, (row + 1) * length)]).toEqual([...own, ...padding]);
          return place;
        });
      });
      expect(seen.sort((a, b) => a - b)).toEqual(given.map((_, place) => place));
    }),
  );
});

test('a run stays within its tokens', () => {
  const runs = paddedRuns(
    Array.from({ length: 100 }, () => new Int32Array(500)),
    0,
    512,
  );
  expect(runs.map(({ places }) => places.length)).toEqual(new Array(25).fill(4));
});
