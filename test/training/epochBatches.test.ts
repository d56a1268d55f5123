import { epochBatches } from '../../src/training/data';

const rows = [...Array(1003).keys()];
const lengths = rows.map((row) => (row * 7919) % 60);
const options = { batchSize: 8, lengthSorted: false, seed: 1 };

describe('epochBatches', () => {
  it.each([true, false])('gives each row once (sorted by length: %s)', (lengthSorted) => {
    const batches = epochBatches(rows, lengths, 0, { ...options, lengthSorted });
    expect(batches).toHaveLength(126);
    expect(batches.flat().sort((a, b) => a - b)).toEqual(rows);
  });

  it('is the same for the same seed and epoch, another for another', () => {
    const first = epochBatches(rows, lengths, 0, options);
    expect(epochBatches(rows, lengths, 0, options)).toEqual(first);
    expect(epochBatches(rows, lengths, 1, options)).not.toEqual(first);
    expect(epochBatches(rows, lengths, 0, { ...options, seed: 2 })).not.toEqual(first);
  });

  it('sorted by length needs a third of the padding or less', () => {
    const padding = (lengthSorted: boolean) =>
      epochBatches(rows, lengths, 0, { ...options, lengthSorted })
        .map((batch) => batch.map((row) => lengths[row]!))
        .reduce((sum, ofBatch) => sum + ofBatch.reduce((all, one) => all + Math.max(...ofBatch) - one, 0), 0);
    expect(padding(true)).toBeLessThan(padding(false) / 3);
  });
});
