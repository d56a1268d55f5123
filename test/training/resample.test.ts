import { resample } from '../../src/training/data';

const classes = [...Array<number>(100).fill(0), ...Array<number>(40).fill(1), ...Array<number>(7).fill(2)];

function sizes(rows: number[]): number[] {
  return [0, 1, 2].map((label) => rows.filter((row) => classes[row] === label).length);
}

describe('resample', () => {
  it('repeats the rare classes until all are alike, each row equally often but for one', () => {
    const rows = resample(classes, { method: 'over', balance: 1 }, 1, 0);
    expect(sizes(rows)).toEqual([100, 100, 100]);
    const times = [...Array(7).keys()].map((row) => rows.filter((other) => other === 140 + row).length);
    expect(new Set(times)).toEqual(new Set([14, 15]));
  });

  it('goes a part of the way', () => {
    expect(sizes(resample(classes, { method: 'over', balance: 0.5 }, 1, 0))).toEqual([100, 63, 26]);
    expect(sizes(resample(classes, { method: 'over', balance: 0 }, 1, 0))).toEqual([100, 40, 7]);
  });

  it('leaves out rows of the frequent classes, others each epoch', () => {
    const rows = resample(classes, { method: 'under', balance: 1 }, 1, 0);
    expect(sizes(rows)).toEqual([7, 7, 7]);
    expect(new Set(rows).size).toBe(21);
    expect(resample(classes, { method: 'under', balance: 1 }, 1, 0)).toEqual(rows);
    expect(resample(classes, { method: 'under', balance: 1 }, 1, 1)).not.toEqual(rows);
  });
});
