import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import {
  brokerFolders,
  log4jProperties,
  quickJvm,
  serverProperties,
  type BrokerFolders,
  type BrokerPorts,
} from '../../src/kafka/embedded/brokerConfig';
import { brokerDeath } from '../../src/kafka/embedded/brokerDeath';
import { BrokerJvm } from '../../src/kafka/embedded/BrokerJvm';
import { newClusterId } from '../../src/kafka/embedded/clusterId';
import { formatStorage } from '../../src/kafka/embedded/formatStorage';
import { fetchJars } from '../../src/kafka/embedded/jars';
import { findJava } from '../../src/kafka/embedded/java';
import { isPortFree } from '../../src/kafka/embedded/ports';

/** From the start of a JVM to a broker that takes part. Long, for a machine with much else to do. */
const startDeadlineMs = 120_000;

interface Node {
  folders: BrokerFolders;
  jvm: BrokerJvm | undefined;
}

/**
 * A cluster of three brokers on this machine, each of which may be killed and started again: three copies of each
 * partition, two of which must be in sync for a write. Each node is broker and controller. Its data is in a folder of
 * its own that is removed at the end, and no JVM outlives this process.
 */
export class ThreeBrokers {
  readonly #root: string;
  readonly #nodes: Node[];
  readonly #ports: BrokerPorts[];
  readonly #java: string;
  readonly #jars: string;

  private constructor(root: string, ports: BrokerPorts[], java: string, jars: string) {
    this.#root = root;
    this.#ports = ports;
    this.#java = java;
    this.#jars = jars;
    this.#nodes = ports.map((_, index) => ({
      folders: brokerFolders(join(root, `broker-${index}`)),
      jvm: undefined,
    }));
  }

  /** Formats and starts three brokers and waits until all are in the cluster. */
  static async start(): Promise<ThreeBrokers> {
    const [{ path: java }, jars] = [await findJava(), await fetchJars()];
    const root = await mkdtemp(join(tmpdir(), 'emostream-three-'));
    const cluster = new ThreeBrokers(root, await choosePorts(), java, jars);
    try {
      await cluster.#format();
      await Promise.all([0, 1, 2].map((index) => cluster.startBroker(index)));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** host:port of each, dead ones too. */
  get brokers(): string[] {
    return this.#ports.map(({ broker }) => `127.0.0.1:${broker}`);
  }

  /** SIGKILL, and waits until it is gone. The cluster notices after three seconds. */
  async kill(index: number): Promise<void> {
    const node = this.#node(index);
    const jvm = node.jvm;
    if (jvm === undefined) throw new Error(`broker ${index} does not run`);
    node.jvm = undefined;
    process.kill(jvm.identity.pid, 'SIGKILL');
    await jvm.exited;
  }

  /** Starts a broker that does not run and waits until the cluster has it. */
  async startBroker(index: number): Promise<void> {
    const node = this.#node(index);
    const jvm = BrokerJvm.start(this.#java, this.#jars, node.folders, quickJvm);
    node.jvm = jvm;
    let exit: string | undefined;
    void jvm.exited.then((how) => (exit = how));
    const deadline = Date.now() + startDeadlineMs;
    while (!(await this.#hasJoined(index))) {
      if (exit !== undefined) throw brokerDeath(node.folders.log, jvm.logStart, node.folders.root, exit);
      if (Date.now() > deadline) throw new Error(`broker ${index} is not ready: see ${node.folders.log}`);
      await sleep(200);
    }
  }

  /** Waits until each copy of each partition is in sync: then any one broker can be killed and no write stops. */
  async settled(): Promise<void> {
    const deadline = Date.now() + startDeadlineMs;
    for (;;) {
      const behind = await this.#asking(this.brokers, async (admin) => {
        const { topics } = await admin.fetchTopicMetadata();
        return topics.filter(({ partitions }) =>
          partitions.some(({ isr, replicas, leader }) => leader < 0 || isr.length < replicas.length),
        );
      }).catch(() => undefined);
      if (behind?.length === 0) return;
      if (Date.now() > deadline) {
        throw new Error(
          `not in sync: ${behind?.map(({ name }) => name).join(', ') ?? 'the cluster is silent'}`,
        );
      }
      await sleep(200);
    }
  }

  /** Ends all of them and removes their data. Idempotent. */
  async stop(): Promise<void> {
    await Promise.all(
      this.#nodes.map(async (node, index) => {
        if (node.jvm !== undefined) await this.kill(index);
      }),
    );
    await rm(this.#root, { recursive: true, force: true });
  }

  async #format(): Promise<void> {
    const id = newClusterId();
    await Promise.all(
      this.#nodes.map(async ({ folders }, index) => {
        await mkdir(folders.root, { recursive: true });
        await writeFile(folders.log4j, log4jProperties());
        await formatStorage(this.#java, this.#jars, folders, this.#ports, index, id);
        await writeFile(folders.properties, serverProperties(folders.data, this.#ports, index));
      }),
    );
  }

  /** Whether a broker answers and sees all those in the cluster that run. */
  #hasJoined(index: number): Promise<boolean> {
    const running = this.#nodes.filter(({ jvm }) => jvm !== undefined).length;
    const asked = this.brokers.slice(index, index + 1);
    return this.#asking(asked, async (admin) => {
      const { brokers } = await admin.describeCluster();
      return brokers.length >= running && brokers.some(({ nodeId }) => nodeId === index + 1);
    }).catch(() => false);
  }

  async #asking<T>(brokers: string[], work: (admin: ReturnType<Kafka['admin']>) => Promise<T>): Promise<T> {
    const admin = new Kafka({
      clientId: 'three-brokers',
      brokers,
      connectionTimeout: 2000,
      requestTimeout: 5000,
      logLevel: logLevel.NOTHING,
      retry: { retries: brokers.length - 1, initialRetryTime: 50 },
    }).admin();
    try {
      await admin.connect();
      return await work(admin);
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }

  #node(index: number): Node {
    const node = this.#nodes[index];
    if (node === undefined) throw new RangeError(`there is no broker ${index}`);
    return node;
  }
}

/**
 * Ports below those that Linux gives to connections (from 32768): a broker that is dead for a while must find its
 * port free when it comes back.
 */
async function choosePorts(): Promise<BrokerPorts[]> {
  const free: number[] = [];
  while (free.length < 6) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    if (!free.includes(port) && (await isPortFree(port))) free.push(port);
  }
  return [0, 2, 4].map((at) => ({ broker: free[at] ?? 0, controller: free[at + 1] ?? 0 }));
}
