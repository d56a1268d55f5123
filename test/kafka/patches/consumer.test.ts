import { kafkajsInternal, silentKafkajsLogger } from '../../support/kafkajsInternal';

interface OffsetManager {
  resolvedOffsets: Record<string, Record<number, string>>;
  setDefaultOffset(place: { topic: string; partition: number }): Promise<void>;
  nextOffset(topic: string, partition: number): { toString(): string };
  uncommittedOffsets(): { topics: { partitions: { partition: string; offset: string }[] }[] };
}
const OffsetManager = kafkajsInternal('consumer/offsetManager') as new (options: object) => OffsetManager;
const ConsumerGroup = kafkajsInternal('consumer/consumerGroup') as new (options: object) => {
  joinAndSync(): Promise<void>;
  heartbeat(options: { interval: number }): Promise<void>;
  coordinator: object;
  memberId: string;
};
const { KafkaJSConnectionError, isRebalancing } = kafkajsInternal('errors') as {
  KafkaJSConnectionError: new (message: string) => Error;
  isRebalancing: (error: unknown) => boolean;
};

describe('an offset that is out of range', () => {
  const commits: object[] = [];
  const asked: { fromBeginning: boolean }[][] = [];
  const manager = new OffsetManager({
    cluster: {
      committedOffsets: () => ({ t: { 0: '3' } }),
      defaultOffset: () => -2,
      findBroker: () => Promise.resolve(coordinator()),
      fetchTopicsOffset: (topics: { fromBeginning: boolean }[]) => {
        asked.push(topics);
        return Promise.resolve([{ topic: 't', partitions: [{ partition: 0, offset: '17' }] }]);
      },
    },
    coordinator: coordinator(),
    memberAssignment: { t: [0] },
    topicConfigurations: { t: { fromBeginning: true } },
    groupId: 'g',
    autoCommit: false,
  });

  function coordinator(): object {
    return {
      isConnected: () => true,
      offsetCommit: (request: object) => {
        commits.push(request);
        return Promise.resolve();
      },
    };
  }

  it('moves the reader to the first record that is kept, and commits nothing by itself', async () => {
    await manager.setDefaultOffset({ topic: 't', partition: 0 });
    expect(commits).toEqual([]);
    expect(asked).toEqual([[{ topic: 't', partitions: [{ partition: 0 }], fromBeginning: true }]]);
    expect(manager.nextOffset('t', 0).toString()).toBe('17');
    // What auto-commit would write, where it is on.
    expect(manager.uncommittedOffsets().topics[0]?.partitions).toEqual([{ partition: '0', offset: '17' }]);
  });
});

it('joins the group once when the fetchers of several brokers ask for it at the same time', async () => {
  const joins: object[] = [];
  const refused = Object.assign(new Error('not this time'), { retriable: false });
  const group = new ConsumerGroup({
    logger: silentKafkajsLogger,
    retry: { retries: 0 },
    groupId: 'g',
    topics: ['t'],
    assigners: [],
    cluster: {
      findGroupCoordinator: () =>
        Promise.resolve({
          joinGroup: (request: object) => {
            joins.push(request);
            return Promise.reject(refused);
          },
        }),
    },
  });
  const answers = await Promise.allSettled([group.joinAndSync(), group.joinAndSync()]);
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(joins).toHaveLength(1);
  // A later one is a new one.
  await expect(group.joinAndSync()).rejects.toThrow(refused);
  expect(joins).toHaveLength(2);
});

it('joins the group again when its coordinator is dead, instead of asking that one for a minute', async () => {
  const group = new ConsumerGroup({
    logger: silentKafkajsLogger,
    retry: { retries: 0 },
    groupId: 'g',
    topics: ['t'],
    assigners: [],
    cluster: {},
  });
  group.memberId = 'm';
  group.coordinator = {
    heartbeat: () => Promise.reject(new KafkaJSConnectionError('connect ECONNREFUSED')),
  };
  const error: unknown = await group.heartbeat({ interval: 0 }).catch((failure: unknown) => failure);
  // What makes the runner join again.
  expect(isRebalancing(error)).toBe(true);
});
