import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { randomFor, shuffled, type Random } from '../../src/common/seededRandom';
import type { TopicNames } from '../../src/kafka/topicPlan';
import { jsonLines, killClis, runCli, startCli, startTaggerCli, type RunningCli } from '../support/cli';
import {
  codecs,
  createTopics,
  expectEachOnceInOrder,
  publish,
  readAll,
  readDeadLetters,
  readLabels,
  streamsOf,
} from '../support/taggerBench';
import { ThreeBrokers } from '../support/ThreeBrokers';
import { eventually } from '../support/withBroker';

/**
 * Brokers are killed (SIGKILL) and started again one after the other while emostream works, at times that follow from a
 * seed. EMOSTREAM_CHAOS_SEED repeats one run; EMOSTREAM_CHAOS_RUNS makes so many, with more kills in each
 * (`npm run test:chaos`).
 */
const runs = Number(process.env['EMOSTREAM_CHAOS_RUNS'] ?? 1);
const firstSeed = Number(process.env['EMOSTREAM_CHAOS_SEED'] ?? Math.floor(Math.random() * 1e6));
const seeds = Array.from({ length: runs }, (_, run) => firstSeed + run);
const rounds = runs > 1 ? 3 : 1;

jest.setTimeout(600_000);

const folder = mkdtempSync(join(tmpdir(), 'emostream-chaos-'));
let cluster: ThreeBrokers;
let kafka: Kafka;

beforeAll(async () => {
  cluster = await ThreeBrokers.start();
  kafka = new Kafka({
    clientId: 'test',
    brokers: cluster.brokers,
    logLevel: logLevel.NOTHING,
    retry: { initialRetryTime: 100, factor: 0.2, multiplier: 2, maxRetryTime: 5000, retries: 12 },
  });
});
afterEach(killClis);
afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

describe.each(seeds)('brokers that are killed one after the other (seed %i)', (seed) => {
  it('under three taggers: each label once, in order, and no tagger hangs', async () => {
    const random = randomFor(seed, 1);
    const topics = await createTopics(kafka, `tagged-${seed}`, 6);
    const wave = 400;
    const streams = streamsOf(20, (wave / 20) * (1 + 4 * rounds)).map((segment) => ({
      ...segment,
      segmentId: `${segment.segmentId}:${seed}`,
    }));
    let published = 0;
    const publishWave = async (): Promise<void> => {
      await publish(kafka, topics.segments, streams.slice(published, published + wave));
      published += wave;
    };
    const taggers = [1, 2, 3].map(() => startTaggerCli(cluster.brokers, topics, `tagged-${seed}`));
    const allLabelled = (): Promise<void> =>
      eventually('all are labelled', async () => (await labelled(topics)) >= published, 180_000).catch(
        (error: unknown) => explain(error, taggers),
      );
    await publishWave();
    await eventually('they are at work', async () => (await labelled(topics)) > 50, 120_000);

    for (const [index, broker] of victims(random).entries()) {
      await publishWave();
      if (index % 3 !== 0) {
        await bounce(broker, random);
        continue;
      }
      // Two brokers of three are enough to go on with.
      await bounce(broker, random, async () => {
        await publishWave();
        await allLabelled();
      });
    }
    await allLabelled();
    expect(published).toBe(streams.length);
    expectEachOnceInOrder(await readLabels(kafka, topics), streams);
    expect(await readDeadLetters(kafka, topics)).toEqual([]);
    await expectToEnd(taggers);
  });

  it('under the producer: each segment once, in order', async () => {
    const random = randomFor(seed, 2);
    const topics = await createTopics(kafka, `produced-${seed}`, 6);
    const files = Array.from({ length: 6 }, (_, stream) =>
      transcript(`speaker-${stream}-${seed}`, 200 * rounds),
    );
    const producer = startCli([...['produce', ...files, '--pace', '10x', '--json', ...flags(topics)]]);
    await eventually(
      'it is under way',
      async () => (await readAll(kafka, topics.segments)).length > 10,
      60_000,
    );
    for (const broker of victims(random)) await bounce(broker, random);
    const produced = await producer.finished;
    expect(produced).toMatchObject({ code: 0, stderr: '' });

    const [report] = jsonLines<{ segments: number }>(produced.stdout);
    const records = await readAll(kafka, topics.segments);
    const segments = await Promise.all(records.map(({ value }) => codecs.segment.decode(value)));
    const sequences = new Map<string, number[]>();
    for (const { streamId, sequence } of segments)
      sequences.set(streamId, [...(sequences.get(streamId) ?? []), sequence]);
    for (const found of sequences.values()) expect(found).toEqual(found.map((_, index) => index));
    expect(segments).toHaveLength(report?.segments ?? 0);
  });
});

it('a start with one of the three brokers dead: topics, produce and run do their work', async () => {
  await cluster.settled();
  await createTopics(kafka, 'dead', 6);
  const topics = { segments: 'segments-dead', labels: 'labels-dead', deadLetters: 'dead-dead' };
  await cluster.settled();
  await cluster.kill(0);
  try {
    const tagger = startTaggerCli(cluster.brokers, topics, 'dead');
    const described = await runCli(['topics', ...flags(topics), '--json']);
    expect(described).toMatchObject({ code: 0, stderr: '' });
    const file = transcript('speaker', 100);
    const produced = await runCli(['produce', file, '--pace', 'max', ...flags(topics), '--json']);
    expect(produced).toMatchObject({ code: 0, stderr: '' });
    const [{ segments } = { segments: -1 }] = jsonLines<{ segments: number }>(produced.stdout);
    await eventually('all are labelled', async () => (await labelled(topics)) === segments, 120_000).catch(
      (error: unknown) => explain(error, [tagger]),
    );
    await expectToEnd([tagger]);
  } finally {
    await cluster.startBroker(0);
  }
});

/** Each broker in a random order, some rounds of it. */
function victims(random: Random): number[] {
  return Array.from({ length: rounds }, () => shuffled([0, 1, 2], random)).flat();
}

/**
 * Kills a broker and starts it again: it is dead for so short that its leaders stay, or so long that they move, which
 * the cluster decides after three seconds.
 */
async function bounce(
  broker: number,
  random: Random,
  meanwhile = (): Promise<unknown> => sleep(random() * 6000),
): Promise<void> {
  await cluster.settled();
  await sleep(random() * 1500);
  await cluster.kill(broker);
  try {
    await meanwhile();
  } finally {
    await cluster.startBroker(broker);
  }
}

/** Records on the labels topic, as committed; while leaders move there may be no answer. */
async function labelled(topics: TopicNames): Promise<number> {
  await sleep(1000);
  return readAll(kafka, topics.labels).then(
    ({ length }) => length,
    () => 0,
  );
}

/** A tagger whose event loop is stuck does not hear SIGTERM. */
async function expectToEnd(taggers: readonly RunningCli[]): Promise<void> {
  for (const { child } of taggers) child.kill('SIGTERM');
  const ends = taggers.map(async ({ finished }) => {
    const end = await Promise.race([finished, sleep(60_000, undefined, { ref: false })]);
    return end === undefined ? 'hangs' : end.code;
  });
  expect(await Promise.all(ends)).toEqual(taggers.map(() => 0));
}

function explain(error: unknown, taggers: readonly RunningCli[]): never {
  const logs = taggers.map(
    ({ child, stderr }) => `tagger ${child.pid}, ${child.exitCode ?? 'runs'}: ${stderr().slice(-2000)}`,
  );
  throw new Error([String(error), ...logs].join('\n'), { cause: error });
}

function flags({ segments, labels, deadLetters }: TopicNames): string[] {
  return [
    ...['--brokers', cluster.brokers.join(','), '--segments-topic', segments],
    ...['--emotions-topic', labels, '--dead-letter-topic', deadLetters],
  ];
}

/** A caption file of so many cues, a second each, every one a sentence. */
function transcript(name: string, cues: number): string {
  const time = (second: number): string =>
    `00:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}.000`;
  const lines = Array.from(
    { length: cues },
    (_, cue) => `${time(cue)} --> ${time(cue + 1)}\nEsta es la frase número ${cue} de ${name}.\n`,
  );
  const path = join(folder, `${name}.vtt`);
  writeFileSync(path, ['WEBVTT\n', ...lines].join('\n'));
  return path;
}
