import { lagOf } from '../../src/kafka/lag';

test.each<[string, Parameters<typeof lagOf>[0], bigint]>([
  ['nothing committed: all that is kept', { earliest: 10n, end: 100n, committed: -1n }, 90n],
  ['what lies between the offset and the end', { earliest: 0n, end: 100n, committed: 60n }, 40n],
  ['what retention removed does not count', { earliest: 80n, end: 100n, committed: 60n }, 20n],
  ['an offset beyond the end is no debt', { earliest: 0n, end: 100n, committed: 130n }, 0n],
  [
    'all is read and committed; a transaction marker follows',
    { earliest: 0n, end: 101n, committed: 100n, read: { records: 100n, all: 101n } },
    0n,
  ],
  [
    'all is read, ten are in hand; a marker follows',
    { earliest: 0n, end: 101n, committed: 90n, read: { records: 100n, all: 101n } },
    10n,
  ],
  [
    'ten in hand, and more to read behind the marker',
    { earliest: 0n, end: 150n, committed: 90n, read: { records: 100n, all: 101n } },
    59n,
  ],
  [
    'committed over the marker that was read',
    { earliest: 0n, end: 101n, committed: 101n, read: { records: 100n, all: 101n } },
    0n,
  ],
  [
    'a reader that began behind the offset that retention has passed',
    { earliest: 50n, end: 100n, committed: 20n, read: { records: 50n, all: 50n } },
    50n,
  ],
])('%s', (_, facts, expected) => {
  expect(lagOf(facts)).toBe(expected);
});
