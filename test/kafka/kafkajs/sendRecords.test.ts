import type { Kafka } from 'kafkajs';
import { createClient } from '../../../src/kafka/kafkajs/KafkajsClient';
import {
  recordsByPartition,
  sendRecords,
  sizeInBatch,
  splitBySize,
  type SendRequest,
} from '../../../src/kafka/kafkajs/sendRecords';
import type { OutgoingRecord } from '../../../src/kafka/KafkaRecord';

const record = (bytes: number, key = 'k'): OutgoingRecord => ({ key, value: Buffer.alloc(bytes) });

describe('splitBySize', () => {
  test('runs stay below the limit and keep the order', () => {
    const records = [100, 300, 500, 50, 900, 10].map((bytes) => record(bytes));
    const runs = splitBySize(records, 1000);
    expect(runs.flat()).toEqual(records);
    for (const run of runs) {
      expect(run.reduce((sum, each) => sum + sizeInBatch(each), 0)).toBeLessThanOrEqual(1000);
    }
    expect(runs.map((run) => run.length)).toEqual([3, 1, 2]);
  });

  test('what is too large by itself goes alone', () => {
    const runs = splitBySize([record(10), record(5000), record(10)], 1000);
    expect(runs.map((run) => run.length)).toEqual([1, 1, 1]);
    expect(splitBySize([], 1000)).toEqual([]);
  });

  test('key, value and headers count, in bytes', () => {
    const bare = sizeInBatch({ key: null, value: null });
    expect(sizeInBatch({ key: 'añ', value: Buffer.alloc(7) })).toBe(bare + 3 + 7);
    const many = sizeInBatch({ key: null, value: null, headers: { h: ['ab', Buffer.alloc(3)] } });
    expect(many).toBeGreaterThanOrEqual(bare + 1 + 2 + 1 + 3);
  });
});

describe('recordsByPartition', () => {
  test("each key goes where Kafka's own clients put it", () => {
    // From org.apache.kafka.common.utils.UtilsTest, testMurmur2: toPositive(murmur2(key)).
    const hashes: Record<string, number> = {
      '21': -973932308,
      foobar: -790332482,
      'a-little-bit-long-string': -985981536,
      'a-little-bit-longer-string': -1486304829,
      lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8: -58897971,
      abc: 479470107,
    };
    for (const [key, hash] of Object.entries(hashes)) {
      const expected = (hash & 0x7fffffff) % 7;
      expect([...recordsByPartition([record(1, key)], 7).keys()]).toEqual([expected]);
      expect([...recordsByPartition([{ key: Buffer.from(key), value: null }], 7).keys()]).toEqual([expected]);
    }
  });

  test('the order within a partition is kept, and records without a key stay together', () => {
    const records = Array.from({ length: 100 }, (_, n) => ({ key: `k${n % 9}`, value: Buffer.from([n]) }));
    const byPartition = recordsByPartition(records, 4);
    for (const ofPartition of byPartition.values()) {
      const numbers = ofPartition.map(({ value }) => value?.[0] ?? 0);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    }
    expect([...byPartition.values()].flat()).toHaveLength(100);
    const keyless = Array.from({ length: 10 }, () => ({ key: null, value: Buffer.alloc(1) }));
    expect(recordsByPartition(keyless, 4).size).toBe(1);
  });
});

describe('sendRecords', () => {
  const counts = { partitionsOf: () => Promise.resolve(4), forgetPartitions: jest.fn() };

  test('a request holds records of one topic-partition that fit one batch', async () => {
    const requests: SendRequest[] = [];
    const large = Array.from({ length: 6 }, (_, n) => record(600 * 1024, `k${n % 3}`));
    await sendRecords(
      [
        { topic: 'labels', records: large },
        { topic: 'letters', records: [record(1)] },
        { topic: 'none', records: [] },
      ],
      counts,
      async (request) => void requests.push(request),
    );
    for (const { messages } of requests) expect(new Set(messages.map((each) => each.partition)).size).toBe(1);
    expect(
      requests.filter(({ topic }) => topic === 'labels').flatMap(({ messages }) => messages),
    ).toHaveLength(6);
    expect(requests.filter(({ topic }) => topic === 'letters')).toHaveLength(1);
    expect(requests).toHaveLength(7);
  });

  test('rejects with what a request failed of, when none is under way any more', async () => {
    let underWay = 0;
    const sending = sendRecords(
      [{ topic: 't', records: Array.from({ length: 50 }, (_, n) => record(1, `k${n}`)) }],
      counts,
      async ({ messages }) => {
        underWay += 1;
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        if (messages[0]?.partition === 0) throw new Error('broker away');
        await new Promise((resolve) => setImmediate(resolve));
      },
    );
    await expect(sending).rejects.toThrow('broker away');
    expect(underWay).toBe(0);
  });

  test('a topic that could not be written to is counted again for the next write, others are not', async () => {
    const counted: string[] = [];
    const client = createClient({
      admin: () => ({
        connect: () => Promise.resolve(),
        disconnect: () => Promise.resolve(),
        fetchTopicMetadata: ({ topics: [name] }: { topics: string[] }) => {
          counted.push(name!);
          // Made anew with one partition instead of four.
          const partitions = counted.filter((each) => each === name).length === 1 ? 4 : 1;
          return Promise.resolve({ topics: [{ name, partitions: Array(partitions).fill({}) }] });
        },
      }),
    } as unknown as Kafka);
    const outputs = ['labels', 'letters'].map((topic) => ({ topic, records: [record(1, 'foobar')] }));
    const partitions: unknown[] = [];
    const write = (refused?: string): Promise<void> =>
      sendRecords(outputs, client, ({ topic, messages: [message] }) => {
        if (topic === refused) return Promise.reject(new Error('no such partition'));
        partitions.push([topic, message?.partition]);
        return Promise.resolve();
      });
    await write();
    await expect(write('labels')).rejects.toThrow('no such partition');
    await write();
    expect(counted).toEqual(['labels', 'letters', 'labels']);
    expect(partitions.slice(-2)).toEqual([
      ['labels', 0],
      ['letters', 2],
    ]);
  });
});
