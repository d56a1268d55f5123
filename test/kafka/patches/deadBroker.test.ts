import { kafkajsInternal, silentKafkajsLogger } from '../../support/kafkajsInternal';

interface FakeBroker {
  nodeId: number;
  alive: boolean;
  isConnected(): boolean;
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  [request: string]: unknown;
}
interface BrokerPool {
  brokers: Record<number, FakeBroker>;
  seedBroker: FakeBroker | undefined;
  metadata: { controllerId: number; brokers: object[]; topicMetadata: object[] } | null;
  refreshMetadata(topics: string[]): Promise<void>;
  removeBroker(place: { host: string; port: number }): void;
}
interface Cluster {
  brokerPool: BrokerPool;
  metadata(): Promise<{ from: number }>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findTopicPartitionMetadata(topic: string): object[];
  findControllerBroker(): Promise<FakeBroker>;
  findGroupCoordinator(group: object): Promise<FakeBroker>;
  fetchTopicsOffset(topics: object[]): Promise<{ partitions: object[] }[]>;
}
interface EosManager {
  initProducerId(): Promise<void>;
  beginTransaction(): void;
  sendOffsets(offsets: object): Promise<void>;
  isInitialized(): boolean;
}
const Cluster = kafkajsInternal('cluster') as new (options: object) => Cluster;
const createEosManager = kafkajsInternal('producer/eosManager') as (options: object) => EosManager;
type ErrorClass = new (message: string, place?: object) => Error;
const { KafkaJSConnectionError, KafkaJSConnectionClosedError } = kafkajsInternal('errors') as {
  KafkaJSConnectionError: ErrorClass;
  KafkaJSConnectionClosedError: ErrorClass;
};
const { createErrorFromCode } = kafkajsInternal('protocol/error') as {
  createErrorFromCode: (code: number) => Error;
};
const notCoordinator = 16;
const notLeader = 6;

const retry = { initialRetryTime: 1, factor: 0, multiplier: 1, maxRetryTime: 1, retries: 5 };

/** A client of a cluster of three brokers, of which the metadata says that broker 1 leads and coordinates all. */
function threeBrokers(): { cluster: Cluster; brokers: FakeBroker[]; leader: { id: number } } {
  const leader = { id: 1 };
  const cluster = new Cluster({
    logger: silentKafkajsLogger,
    brokers: ['broker-1:9092', 'broker-2:9092', 'broker-3:9092'],
    retry,
    requestTimeout: 1000,
  });
  const { brokerPool } = cluster;
  const brokers = [1, 2, 3].map((nodeId): FakeBroker => {
    let connected = false;
    const answers = async <T>(answer: T): Promise<T> => {
      if (broker.alive) return answer;
      connected = false;
      throw new KafkaJSConnectionClosedError('Closed connection', { host: `broker-${nodeId}`, port: 9092 });
    };
    const broker: FakeBroker = {
      nodeId,
      alive: true,
      connectionPool: { host: `broker-${nodeId}`, port: 9092 },
      isConnected: () => connected,
      connect: async () => {
        if (!broker.alive) throw new KafkaJSConnectionError('connect ECONNREFUSED');
        connected = true;
      },
      disconnect: async () => void (connected = false),
      metadata: () => answers({ ...metadata(), from: nodeId }),
      findGroupCoordinator: () => answers({ coordinator: { nodeId: leader.id } }),
      initProducerId: () => answers({ producerId: 7, producerEpoch: 0 }),
      listOffsets: async () => {
        if (leader.id !== nodeId) throw createErrorFromCode(notLeader);
        return answers({ responses: [{ topic: 't', partitions: [{ partition: 0, offset: '5' }] }] });
      },
    };
    return broker;
  });
  function metadata(): NonNullable<BrokerPool['metadata']> {
    const partition = { partitionId: 0, leader: leader.id };
    return {
      controllerId: leader.id,
      brokers: [1, 2, 3].map((nodeId) => ({ nodeId, host: `broker-${nodeId}`, port: 9092 })),
      topicMetadata: [{ topic: 't', partitionMetadata: [partition] }],
    };
  }
  brokerPool.metadata = metadata();
  brokerPool.brokers = Object.fromEntries(brokers.map((broker) => [broker.nodeId, broker]));
  brokerPool.seedBroker = brokers[1];
  return { cluster, brokers, leader };
}

/** Broker 1 is dead; the cluster notices, and another takes over, when it was asked some more times. */
function withDeadLeader(): ReturnType<typeof threeBrokers> {
  const three = threeBrokers();
  const [dead, ...others] = three.brokers;
  dead!.alive = false;
  let asked = 0;
  for (const broker of others) {
    const tell = broker['metadata'] as () => Promise<object>;
    broker['metadata'] = () => {
      asked += 1;
      if (asked > 2) three.leader.id = 2;
      return tell();
    };
  }
  return three;
}

describe('with one broker of three dead', () => {
  it.each(Array.from({ length: 6 }, (_, n) => n))('the topics are listed (try %i)', async () => {
    const { cluster } = withDeadLeader();
    expect([2, 3]).toContain((await cluster.metadata()).from);
  });

  it('a controller is found', async () => {
    const { cluster } = withDeadLeader();
    expect((await cluster.findControllerBroker()).nodeId).toBe(2);
  });

  it('a coordinator is found', async () => {
    const { cluster } = withDeadLeader();
    expect((await cluster.findGroupCoordinator({ groupId: 'g' })).nodeId).toBe(2);
  });

  it('offsets are asked for where the leader has moved to', async () => {
    const { cluster } = withDeadLeader();
    const topics = [{ topic: 't', partitions: [{ partition: 0 }], fromBeginning: true }];
    expect(await cluster.fetchTopicsOffset(topics)).toEqual([
      { topic: 't', partitions: [{ partition: 0, offset: '5' }] },
    ]);
  });

  it('the metadata is asked of another one when the broker dies while it is asked', async () => {
    const { cluster, brokers } = threeBrokers();
    const [first] = brokers;
    await first!.connect();
    first!.alive = false;
    await cluster.brokerPool.refreshMetadata(['t']);
    expect(first!.isConnected()).toBe(false);
  });
});

it('a topic that is added while the metadata is asked for is in it afterwards', async () => {
  const { cluster, brokers } = threeBrokers();
  for (const broker of brokers) {
    // Of the topics that are asked for alone, as a broker does.
    broker['metadata'] = async (topics: string[]) => ({
      controllerId: 2,
      brokers: [2].map((nodeId) => ({ nodeId, host: `broker-${nodeId}`, port: 9092 })),
      topicMetadata: topics.map((topic) => ({ topic, partitionMetadata: [{ partitionId: 0, leader: 2 }] })),
    });
  }
  await cluster.addTargetTopic('t');
  const refreshed = cluster.refreshMetadata();
  await cluster.addTargetTopic('added');
  await refreshed;
  expect(cluster.findTopicPartitionMetadata('added')).toHaveLength(1);
  await Promise.all([cluster.refreshMetadata(), cluster.addTargetTopic('last')]);
  await cluster.refreshMetadataIfNecessary();
  expect(cluster.findTopicPartitionMetadata('last')).toHaveLength(1);
});

it('the metadata is taken although all connections are given up while it is asked for', async () => {
  const { cluster, brokers } = threeBrokers();
  const { brokerPool } = cluster;
  for (const broker of brokers) {
    const tell = broker['metadata'] as () => Promise<object>;
    broker['metadata'] = () => {
      for (const nodeId of [1, 2, 3]) brokerPool.removeBroker({ host: `broker-${nodeId}`, port: 9092 });
      return tell();
    };
  }
  await brokerPool.refreshMetadata(['t']);
  expect(Object.keys(brokerPool.brokers)).toEqual(['1', '2', '3']);
});

describe('a transactional producer', () => {
  const eosManager = (cluster: Cluster): EosManager =>
    createEosManager({
      logger: silentKafkajsLogger,
      cluster,
      transactional: true,
      transactionalId: 'id',
    });

  it('starts although its coordinator dies while it is asked', async () => {
    const { cluster, brokers, leader } = threeBrokers();
    const [first] = brokers;
    first!['initProducerId'] = async () => {
      leader.id = 2;
      throw new KafkaJSConnectionClosedError('Closed connection', { host: 'broker-1', port: 9092 });
    };
    const manager = eosManager(cluster);
    await manager.initProducerId();
    expect(manager.isInitialized()).toBe(true);
  });

  it('looks for the coordinator of the group where that has moved', async () => {
    const { cluster, brokers, leader } = threeBrokers();
    const asked: number[] = [];
    for (const broker of brokers) {
      broker['addOffsetsToTxn'] = () => Promise.resolve();
      broker['txnOffsetCommit'] = async () => {
        asked.push(broker.nodeId);
        if (broker.nodeId === 3) return;
        leader.id = 3;
        throw createErrorFromCode(notCoordinator);
      };
    }
    const manager = eosManager(cluster);
    await manager.initProducerId();
    manager.beginTransaction();
    await manager.sendOffsets({ consumerGroupId: 'g', topics: [] });
    expect(asked).toEqual([1, 3]);
  });

  it('tries again as often as the settings of its client say, not as kafkajs does by default', async () => {
    const { cluster, brokers } = threeBrokers();
    let tries = 0;
    brokers[0]!['initProducerId'] = async () => {
      tries += 1;
      throw createErrorFromCode(notCoordinator);
    };
    await expect(eosManager(cluster).initProducerId()).rejects.toThrow();
    expect(tries).toBe(retry.retries + 1);
  });
});
