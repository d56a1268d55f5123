import type { LabelledRow } from '../../src/evaluation/data/LabelledRow';
import {
  type ReplayLabel,
  isComplete,
  joinProblems,
  joinReplay,
  replayStreams,
  streamScores,
} from '../../src/evaluation/joinReplay';

const rows: LabelledRow[] = ['a', 'b', 'c', 'd'].map((id, place) => ({
  id,
  video: 'v',
  startMs: place * 1000,
  endMs: place * 1000 + 900,
  text: id,
  label: 'joy',
}));

function answer(segmentId: string, sequence: number, latencyMs = 40): ReplayLabel {
  const producedAt = 1000 + sequence * 10;
  return {
    label: { segmentId, streamId: 'v', sequence, emotion: 'joy', confidence: 0.9, producedAt },
    readAt: producedAt + latencyMs,
  };
}

const all = ['a', 'b', 'c', 'd'].map((id, place) => answer(id, place, 40 + place));

it('finds nothing wrong when each row has one label in order', () => {
  const join = joinReplay(rows, all, []);
  expect(join.predictions).toEqual(
    rows.map(({ id }) => ({ id, video: 'v', gold: 'joy', predicted: 'joy', confidence: 0.9 })),
  );
  expect(streamScores(join)).toEqual({
    segmentsPerSecond: 4000 / 73,
    latencyMs: { p50: 41, p95: 43, p99: 43 },
    missing: 0,
    duplicates: 0,
    reordered: 0,
    deadLetters: 0,
    late: 0,
  });
  expect(isComplete(streamScores(join))).toBe(true);
  expect(joinProblems(join)).toEqual([]);
});

it('names what is missing, twice, out of order, late, dead, and a stranger', () => {
  const labels = [answer('b', 1), answer('a', 0, 900), answer('b', 1), answer('x', 2)];
  const join = joinReplay(
    rows,
    labels,
    [
      { segmentId: 'c', reason: 'empty_text', message: 'no text' },
      { segmentId: null, reason: 'unknown_wire_format', message: 'garbage' },
      { segmentId: 'y', reason: 'empty_text', message: 'not ours' },
    ],
    500,
  );
  expect(join).toMatchObject({
    missing: ['d'],
    duplicates: [{ id: 'b', answers: 2 }],
    reordered: ['a'],
    late: [{ id: 'a', latencyMs: 900 }],
    deadLettered: [{ id: 'c', reason: 'empty_text', message: 'no text' }],
    strangers: ['x'],
  });
  expect(join.predictions.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(isComplete(streamScores(join))).toBe(false);
  expect(joinProblems(join)).toEqual([
    '1 missing: d',
    '1 answered more than once: b (2 answers)',
    '1 out of order: a',
    '1 late: a (900 ms)',
    '1 in the dead letters: c (empty_text)',
    '1 not of this file: x',
  ]);
});

it('counts a label and a dead letter of one segment as two answers', () => {
  const join = joinReplay(rows, all, [{ segmentId: 'a', reason: 'empty_text', message: '' }]);
  expect(join.duplicates).toEqual([{ id: 'a', answers: 2 }]);
});

it('does not call a later duplicate reordered', () => {
  expect(joinReplay(rows, [...all, answer('a', 0)], []).reordered).toEqual([]);
});

it('says so when nothing came back', () => {
  const join = joinReplay(rows, [], []);
  expect(streamScores(join)).toMatchObject({ segmentsPerSecond: 0, latencyMs: null, missing: 4 });
  expect(joinProblems(join)).toEqual(['4 missing: a, b, c, d']);
});

it('names ten and counts the rest', () => {
  const many = Array.from({ length: 12 }, (_, place) => ({ ...rows[0]!, id: `r${place}` }));
  expect(joinProblems(joinReplay(many, [], []))[0]).toMatch(/^12 missing: r0, .*, r9 and 2 more$/);
});

it('makes a stream of each video, in the order of speech, without the gold label', () => {
  const streams = replayStreams([...rows].reverse());
  expect(streams).toHaveLength(1);
  expect(streams[0]!.map(({ segmentId, sequence, streamId }) => [streamId, segmentId, sequence])).toEqual([
    ['v', 'a', 0],
    ['v', 'b', 1],
    ['v', 'c', 2],
    ['v', 'd', 3],
  ]);
  expect(JSON.stringify(streams)).not.toContain('joy');
});
