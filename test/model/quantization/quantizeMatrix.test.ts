import fc from 'fast-check';
import { quantizeRows, transposed } from '../../../src/model/quantization/quantizeMatrix';

test('each row has a scale of its own, its largest magnitude at the limit', () => {
  const { values, scales } = quantizeRows(Float32Array.of(1, -2, 0.5, 0, 0, 0, 6.3, 3.1, -6.3), 3, 63);
  expect([...values]).toEqual([32, -63, 16, 0, 0, 0, 63, 31, -63]);
  expect(scales[0]).toBeCloseTo(2 / 63);
  expect(scales[1]).toBe(0);
});

test('no value moves by more than half a step', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 4, maxLength: 4 }),
      (row) => {
        const { values, scales } = quantizeRows(Float32Array.from(row), 4, 127);
        row.forEach((value, i) => {
          // A float32 scale has no precision left among the subnormals: rows that small are as good as zero.
          const bound = scales[0]! * 0.5001 + 1e-36;
          expect(Math.abs(value - values[i]! * scales[0]!)).toBeLessThanOrEqual(bound);
        });
      },
    ),
  );
});

test('transposed', () => {
  expect([...transposed(Int8Array.of(1, 2, 3, 4, 5, 6), 3)]).toEqual([1, 4, 2, 5, 3, 6]);
});
