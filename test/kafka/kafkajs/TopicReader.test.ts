import type { Consumer, Kafka } from 'kafkajs';
import { readSpans } from '../../../src/kafka/kafkajs/TopicReader';

/** A kafkajs client whose consumers fail at a step; how many are connected is counted. */
function failingKafka(step: 'connect' | 'subscribe' | 'run' | undefined) {
  let open = 0;
  const at = (name: string) => async (): Promise<void> => {
    if (name === 'connect') open += 1;
    if (name === step) throw new Error('the broker is away');
  };
  const consumer = {
    events: { GROUP_JOIN: 'join', CRASH: 'crash', END_BATCH_PROCESS: 'end' },
    on: () => () => undefined,
    connect: at('connect'),
    subscribe: at('subscribe'),
    run: at('run'),
    disconnect: async () => void (open = 0),
  };
  const kafka = { consumer: () => consumer as unknown as Consumer } as unknown as Kafka;
  return { kafka, open: () => open };
}

test.each(['connect', 'subscribe', 'run'] as const)(
  'a start that fails at %s leaves nothing open',
  async (step) => {
    const { kafka, open } = failingKafka(step);
    await expect(readSpans(kafka, 'topic', [{ partition: 0, from: 0n }])).rejects.toMatchObject({
      code: 'read_failed',
      message: 'reading topic failed: the broker is away',
    });
    expect(open()).toBe(0);
  },
);

test('what is aborted before anybody reads is closed too', async () => {
  const { kafka, open } = failingKafka(undefined);
  const over = new AbortController();
  const records = await readSpans(kafka, 'topic', [{ partition: 0, from: 0n }], over.signal);
  expect(open()).toBe(1);
  over.abort();
  expect(open()).toBe(0);
  const read = [];
  for await (const record of records) read.push(record);
  expect(read).toEqual([]);
});

test('spans that end where they begin need no consumer', async () => {
  const { kafka, open } = failingKafka('connect');
  const read = [];
  for await (const record of await readSpans(kafka, 'topic', [{ partition: 0, from: 5n, until: 5n }])) {
    read.push(record);
  }
  expect([read, open()]).toEqual([[], 0]);
});
