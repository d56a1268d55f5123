import { setTimeout as delay } from 'node:timers/promises';
import { lastValueFrom, Subject, toArray } from 'rxjs';
import { EmostreamError } from '../../src/common/errors';
import { defaultLabellingLimits } from '../../src/consumers/labelSegments';
import { type AnsweredRecord, observers, type TaggerObserver } from '../../src/consumers/TaggerObserver';
import { taggerPipeline, type TaggerParts } from '../../src/consumers/taggerPipeline';
import { noTracing } from '../../src/consumers/tracing/Tracing';
import { createCodecs } from '../../src/records/createCodecs';
import { FakeClassifier, characterTokenizer } from '../support/fakeModel';
import { FakeMember, FakePartition } from '../support/FakeMember';
import { segment } from '../support/segments';
import { eventually } from '../support/withBroker';

const codecs = createCodecs();

function values(count: number, text = 'frase'): Promise<Buffer[]> {
  const sequences = [...Array(count).keys()];
  return Promise.all(
    sequences.map((sequence) => codecs.segment.encode(segment({ sequence, text: `${text} ${sequence}` }))),
  );
}

interface Told {
  assigned: number[][];
  revoked: number[][];
  failed: unknown[];
  taken: number;
}

/** A tagger on members that the test made: each session takes the next. */
function start(members: FakeMember[], over: Partial<TaggerParts> = {}, classifier = new FakeClassifier()) {
  const stop = new Subject<void>();
  const told: Told = { assigned: [], revoked: [], failed: [], taken: 0 };
  const observer: TaggerObserver = {
    assigned: (partitions) => told.assigned.push([...partitions]),
    revoked: (partitions) => told.revoked.push([...partitions]),
    failed: (error) => told.failed.push(error),
    taken: () => (told.taken += 1),
  };
  let session = 0;
  const parts: TaggerParts = {
    join: () => members[session++] ?? new FakeMember(),
    group: { group: 'taggers', topic: 'segments', delivery: 'exactly-once' },
    topics: { labels: 'labels', deadLetters: 'dead' },
    codecs,
    model: { classifier, tokenizer: characterTokenizer },
    limits: { ...defaultLabellingLimits, maxSegments: 4, lingerMs: 1, maxCharacters: 100 },
    inFlight: { maxSegments: 100, maxBytes: 1_000_000 },
    drainMs: 5000,
    tracing: noTracing,
    observer: observers([observer]),
    ...over,
  };
  const finished: Promise<AnsweredRecord[][]> = lastValueFrom(taggerPipeline(parts, stop).pipe(toArray()));
  finished.catch(() => undefined);
  return { stop, told, finished, classifier };
}

describe('taggerPipeline', () => {
  it('makes one label or one dead letter of each record, in order per partition, and moves the offset', async () => {
    const good = await values(10);
    const bad = [Buffer.from('garbage'), await codecs.segment.encode(segment({ text: ' ' })), null];
    const first = new FakePartition(0, [...good, ...bad], true);
    const second = new FakePartition(3, good, true);
    const member = new FakeMember(first, second);
    const { finished, told } = start([member], {
      until: new Map([
        [0, 13n],
        [3, 10n],
      ]),
    });
    const slices = await finished;
    for (const partition of [first, second]) {
      const offsets = slices
        .flat()
        .filter(({ from }) => from === partition)
        .map(({ record }) => record.offset);
      expect(offsets).toEqual([...offsets.keys()].map(BigInt));
    }
    expect([first.written('labels'), first.written('dead'), first.position]).toEqual([10, 3, 13n]);
    expect([second.written('labels'), second.written('dead'), second.position]).toEqual([10, 0, 10n]);
    expect(told).toMatchObject({ assigned: [[0, 3]], revoked: [[0, 3]], taken: 23, failed: [] });
    expect(member.left).toBe(true);
  });

  it('asks for no more records than there is room for', async () => {
    const partition = new FakePartition(0, await values(60));
    const classifier = new FakeClassifier();
    classifier.delayMs = 30;
    let committed = 0;
    let ahead = 0;
    partition.commitFails = (slice) => {
      ahead = Math.max(ahead, partition.asked - committed);
      committed = Number(slice.nextOffset);
      return Promise.resolve();
    };
    const { stop, finished } = start(
      [new FakeMember(partition)],
      { inFlight: { maxSegments: 10, maxBytes: 1e6 } },
      classifier,
    );
    await eventually('all are committed', () => partition.position === 60n);
    stop.next();
    await finished;
    // One record waits at the door.
    expect(ahead).toBeLessThanOrEqual(11);
    expect(ahead).toBeGreaterThan(5);
  });

  it('abandons what is in hand at a rebalance: it is committed by nobody here, and the room is free', async () => {
    const lost = new FakePartition(0, await values(10));
    const kept = new FakePartition(1, await values(10));
    const classifier = new FakeClassifier();
    classifier.delayMs = 50;
    const member = new FakeMember(lost);
    const { stop, told, finished } = start(
      [member],
      { inFlight: { maxSegments: 10, maxBytes: 1e6 } },
      classifier,
    );
    await eventually('all are in hand', () => told.taken === 10);
    member.assignments.next([kept]);
    await eventually('the other is committed', () => kept.position === 10n);
    expect(lost.commits).toEqual([]);
    expect(told.assigned).toEqual([[0], [1]]);
    expect(told.revoked).toEqual([[0]]);
    stop.next();
    await finished;
    expect(member.left).toBe(true);
  });

  it('told to stop, commits what is in hand, takes nothing more, and leaves', async () => {
    const partition = new FakePartition(0, await values(500));
    const classifier = new FakeClassifier();
    classifier.delayMs = 10;
    const member = new FakeMember(partition);
    const { stop, told, finished } = start(
      [member],
      { inFlight: { maxSegments: 20, maxBytes: 1e6 } },
      classifier,
    );
    await eventually('it is in the middle', () => partition.position > 20n);
    const before = told.taken;
    stop.next();
    await finished;
    expect(told.taken).toBe(before);
    expect(partition.position).toBe(BigInt(before));
    expect(member.left).toBe(true);
  });

  it('told to stop, gives up when its time is up', async () => {
    const partition = new FakePartition(0, await values(5));
    partition.commitFails = () => new Promise(() => undefined);
    const member = new FakeMember(partition);
    const { stop, told, finished } = start([member], { drainMs: 50 });
    await eventually('all are in hand', () => told.taken === 5);
    stop.next();
    expect(await finished).toEqual([]);
    expect(member.left).toBe(true);
  });

  it('told to stop before it is in the group, ends', async () => {
    const member = new FakeMember();
    const { stop, finished } = start([member]);
    await delay(5);
    stop.next();
    expect(await finished).toEqual([]);
    expect(member.left).toBe(true);
  });

  it('begins another session from what is committed when a commit fails', async () => {
    const all = await values(8);
    const failing = new FakePartition(0, all);
    failing.commitFails = () => Promise.reject(new Error('fenced'));
    const again = new FakePartition(0, all);
    const members = [new FakeMember(failing), new FakeMember(again)];
    const { stop, told, finished } = start(members);
    await eventually('the second session commits', () => again.position === 8n);
    stop.next();
    await finished;
    expect(told.failed).toEqual([new Error('fenced')]);
    expect(members.map(({ left }) => left)).toEqual([true, true]);
    expect(again.written('labels')).toBe(8);
  });

  it('fails with the reason when the engine is gone, and writes no dead letter', async () => {
    const partition = new FakePartition(0, await values(3));
    const member = new FakeMember(partition);
    const classifier = new FakeClassifier();
    classifier.failure = () =>
      new EmostreamError('it is gone', { code: 'engine_failed', fault: 'environment' });
    const { finished } = start([member], {}, classifier);
    await expect(finished).rejects.toThrow('it is gone');
    expect(partition.commits).toEqual([]);
    expect(member.left).toBe(true);
  });

  it('tells the lag, with the age of the oldest record in hand', async () => {
    const partition = new FakePartition(0, await values(3));
    partition.commitFails = () => new Promise(() => undefined);
    const member = new FakeMember(partition);
    member.lags = [{ partition: 0, records: 3 }];
    const lags: [number, number, number][] = [];
    const observer = observers([{ lag: (...lag) => lags.push(lag) }]);
    const { stop } = start([member], { observer, drainMs: 0 });
    await eventually('it is told', () => lags.length > 0);
    stop.next();
    expect(lags[0]?.slice(0, 2)).toEqual([0, 3]);
  });

  it('tells of a commit that a rebalance has overtaken, when it comes through', async () => {
    const overtaken = new FakePartition(0, await values(3));
    let commit: () => void = () => undefined;
    overtaken.commitFails = () => new Promise((resolve) => (commit = resolve));
    const member = new FakeMember(overtaken);
    let told = 0;
    const observer = observers([{ committed: (slice) => (told += slice.length) }]);
    const { stop, finished } = start([member], { observer });
    await eventually('a commit is under way', () => commit.name !== 'commit');
    member.assignments.next([new FakePartition(1, [])]);
    commit();
    await eventually('it is through', () => overtaken.commits.length === 1);
    await eventually('it is told', () => told > 0);
    stop.next();
    await finished;
  });

  it('reads nothing of a partition that a range does not name', async () => {
    const named = new FakePartition(0, await values(2), true);
    const added = new FakePartition(1, await values(2), true);
    const { finished, told } = start([new FakeMember(named, added)], { until: new Map([[0, 2n]]) });
    await finished;
    expect(told.taken).toBe(2);
    expect(added.commits).toEqual([]);
  });

  it('ends by itself when it holds no partition of a range', async () => {
    const member = new FakeMember();
    member.assignments.next([]);
    const { finished } = start([member], { until: new Map() });
    expect(await finished).toEqual([]);
  });
});
