import { allStreams, type LiveFeed } from '../../../src/observability/page/LiveFeed';
import { label, makeFeed } from './feed';

const numbers = (feed: LiveFeed, streamId: string): number[] =>
  (feed.ringOf(streamId)?.after(0, 1e6) ?? []).map(({ n }) => n);

it('keeps the latest labels of each stream and of all streams', () => {
  const feed = makeFeed({ limits: { labelsOfStream: 2, labels: 4 } });
  for (const streamId of ['a', 'b', 'a', 'a', 'b']) feed.labelled(label({ streamId }), 10);
  expect(numbers(feed, 'a')).toEqual([3, 4]);
  expect(numbers(feed, 'b')).toEqual([2, 5]);
  expect(numbers(feed, allStreams)).toEqual([2, 3, 4, 5]);
  expect(feed.ringOf('c')).toBeUndefined();
});

it('keeps a limited number of streams; a new one replaces the one with the oldest last label', () => {
  const feed = makeFeed({ limits: { streams: 2 } });
  for (const streamId of ['a', 'b', 'a', 'c']) feed.labelled(label({ streamId }), 10);
  expect(feed.stats(allStreams).streams.map(({ id }) => id)).toEqual(['a', 'c']);
  feed.labelled(label({ streamId: 'b' }), 10);
  expect(feed.ringOf('b')?.droppedUpTo).toBe(4);
});

it('cuts long texts, and keeps absent ones absent', () => {
  const feed = makeFeed({ limits: { textCharacters: 5 } });
  for (const text of ['señor', 'señora', null]) feed.labelled(label({ text }), 10);
  expect(
    feed
      .ringOf('news')
      ?.after(0, 9)
      .map(({ text }) => text),
  ).toEqual(['señor', 'señor…', null]);
});

it('lists emotions in the usual order, each with its colour', () => {
  expect(makeFeed().hello()).toMatchObject({
    model: 'fake',
    texts: true,
    emotions: [
      { name: 'neutral', color: 'neutral' },
      { name: 'anger', color: 'anger' },
      { name: 'joy', color: 'joy' },
      { name: 'bliss', color: 'other' },
    ],
  });
});

it('counts labels, dead letters and latencies', () => {
  let now = 1_700_000_000_000;
  const feed = makeFeed({ now: () => now, liveness: () => ({ ok: false, detail: 'stuck' }) });
  expect(feed.stats('nobody')).toMatchObject({ latencyMs: null, streams: [], alive: { detail: 'stuck' } });
  for (let ms = 1; ms <= 100; ms++) feed.labelled(label(), ms);
  feed.labelled(label({ streamId: 'other', emotion: 'neutral' }), -5);
  feed.deadLettered('empty_text');
  feed.deadLettered('empty_text');
  now += 4000;
  const stats = feed.stats('news');
  expect(stats).toMatchObject({
    totals: { labels: 101, deadLetters: { empty_text: 2 } },
    latencyMs: { p50: 50, p99: 99 },
    streams: [
      { id: 'news', idleMs: 4000, emotion: 'joy' },
      { id: 'other', emotion: 'neutral' },
    ],
  });
  expect(stats.window.buckets.at(-1)).toEqual([0, 0, 100, 0]);
  expect(feed.stats(allStreams).window.buckets.at(-1)).toEqual([1, 0, 100, 0]);
});
