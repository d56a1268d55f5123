import { playReplay, type ReplayParts } from '../../../src/app/replay/playReplay';
import { EmostreamError } from '../../../src/common/errors';
import type { KafkaCluster, ReadTopicOptions } from '../../../src/kafka/KafkaCluster';
import type { KafkaRecord, OutgoingRecord } from '../../../src/kafka/KafkaRecord';
import { createCodecs } from '../../../src/records/createCodecs';
import { segment } from '../../support/segments';

const topics = { segments: 'segments', labels: 'labels', deadLetters: 'letters' };
const lost = new EmostreamError('reading labels failed: the broker is away', {
  code: 'read_failed',
  fault: 'environment',
});

/** A cluster to which writes are slow and of which one topic cannot be read any more after a while. */
class FailingCluster {
  readonly written: OutgoingRecord[] = [];
  /** Topics that are being read. */
  readonly reading = new Set<string>();
  closed = false;

  constructor(readonly failsAt: { open?: string; read?: string }) {}

  async readTopic(topic: string, { signal }: ReadTopicOptions): Promise<AsyncIterable<KafkaRecord>> {
    if (topic === this.failsAt.open) throw lost;
    this.reading.add(topic);
    signal?.addEventListener('abort', () => this.reading.delete(topic));
    return this.#records(topic, signal);
  }

  async *#records(topic: string, signal: AbortSignal | undefined): AsyncGenerator<KafkaRecord> {
    yield* [];
    await new Promise<void>((resolve) => {
      if (topic === this.failsAt.read) setTimeout(resolve, 50);
      signal?.addEventListener('abort', () => resolve());
    });
    if (topic === this.failsAt.read && signal?.aborted !== true) throw lost;
  }

  writer() {
    return {
      topic: 'segments',
      write: async (records: readonly OutgoingRecord[]) => {
        await new Promise((resolve) => setTimeout(resolve, 10));
        this.written.push(...records);
      },
      close: async () => void (this.closed = true),
    };
  }
}

/** A replay of an hour of speech. */
function replay(cluster: FailingCluster): ReplayParts {
  const stream = Array.from({ length: 60 }, (_, sequence) =>
    segment({ streamId: 'video', sequence, startMs: sequence * 60_000, endMs: sequence * 60_000 + 1000 }),
  );
  return {
    kafka: cluster as unknown as KafkaCluster,
    codecs: createCodecs(),
    rows: [],
    streams: [stream],
    taggers: [topics],
    pace: 1,
    idleMs: 60_000,
    lateMs: undefined,
    onProgress: () => undefined,
  };
}

const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => void unhandled.push(error);

beforeAll(() => process.on('unhandledRejection', onUnhandled));
afterAll(() => process.off('unhandledRejection', onUnhandled));

test.each(['labels', 'letters'])(
  'when %s cannot be read any more, the replay ends with that',
  async (topic) => {
    const cluster = new FailingCluster({ read: topic });
    const failure = await playReplay(replay(cluster), new AbortController().signal).catch(
      (error: unknown) => error,
    );
    expect(failure).toBe(lost);
    expect(cluster.closed).toBe(true);
    expect([...cluster.reading]).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(unhandled).toEqual([]);
  },
);

test('a topic that cannot even be opened leaves no other one open', async () => {
  const cluster = new FailingCluster({ open: 'letters' });
  await expect(playReplay(replay(cluster), new AbortController().signal)).rejects.toBe(lost);
  expect([...cluster.reading]).toEqual([]);
  expect(cluster.written).toEqual([]);
  expect(unhandled).toEqual([]);
});
