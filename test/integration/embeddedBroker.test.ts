import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKafka } from '../../src/kafka/kafkajs/createKafka';
import { acquireEmbeddedBroker } from '../../src/kafka/embedded/acquireEmbeddedBroker';
import { brokerFolders } from '../../src/kafka/embedded/brokerConfig';
import { identify } from '../../src/common/processIdentity';
import { readState, type SupervisorState } from '../../src/kafka/embedded/supervisorState';
import { createClient } from '../../src/kafka/kafkajs/KafkajsClient';
import { KafkajsWriter } from '../../src/kafka/kafkajs/KafkajsWriter';
import { readTopic } from '../../src/kafka/kafkajs/TopicReader';
import { waitForLeaders, withAdmin } from '../../src/kafka/kafkajs/admin';
import { HelperProcess, runs } from '../support/processes';
import { brokerTimeoutMs, eventually } from '../support/withBroker';

jest.setTimeout(brokerTimeoutMs);

interface Held {
  pid: number;
  brokers: string[];
}

const folder = mkdtempSync(join(tmpdir(), 'emostream-broker-'));
const helpers: HelperProcess[] = [];

function hold(env?: NodeJS.ProcessEnv): HelperProcess {
  const helper = new HelperProcess('holdBroker', [folder], env);
  helpers.push(helper);
  return helper;
}

function supervisor(): SupervisorState {
  const state = readState(brokerFolders(folder).state);
  if (state === undefined) throw new Error('no supervisor runs');
  return state;
}

afterAll(async () => {
  for (const helper of helpers) helper.kill('SIGKILL');
  await eventually('the broker is gone', () => readState(brokerFolders(folder).state) === undefined);
  rmSync(folder, { recursive: true });
});

// The tests go on from one another: each start of a broker takes seconds.

test('two processes that ask at the same time get the same broker, and it ends when both are killed', async () => {
  const [one, two] = [hold(), hold()];
  const [first, second] = await Promise.all([one.next<Held>(), two.next<Held>()]);
  expect(second).toEqual(first);
  one.kill('SIGKILL');
  const third = await hold().next<Held>();
  expect(third).toEqual(first);
  helpers.forEach((helper) => helper.kill('SIGKILL'));
  await eventually('broker and supervisor are gone', () => !runs(first.pid) && !supervisorRuns());
});

test('the last one to release waits until the broker has stopped', async () => {
  const broker = await acquireEmbeddedBroker({ dataFolder: folder });
  const other = hold();
  await other.next<Held>();
  await broker.release();
  expect(runs(broker.pid)).toBe(true);
  const again = await acquireEmbeddedBroker({ dataFolder: folder });
  other.kill('SIGTERM');
  await eventually('the other has released', () => other.child.exitCode !== null);
  await again.release();
  await again.release();
  expect(runs(broker.pid)).toBe(false);
});

test('a dead supervisor takes its broker with it, and the data it left starts again', async () => {
  const deaths: boolean[] = [];
  const broker = await acquireEmbeddedBroker({
    dataFolder: folder,
    onDeath: (_, restarting) => deaths.push(restarting),
  });
  await fill(broker.brokers, 'kept', 100);
  const { supervisor: dead } = supervisor();
  process.kill(dead.pid, 'SIGKILL');
  await eventually('the broker is gone', () => !runs(broker.pid));
  await eventually('the client knows', () => deaths.length > 0);
  expect(deaths).toEqual([false]);

  // Its state file is there still: a supervisor that is dead, and a number that could be anyone's by now.
  const next = await acquireEmbeddedBroker({ dataFolder: folder });
  expect(next.brokers).toEqual(broker.brokers);
  expect(await count(next.brokers, 'kept')).toBe(100);
  await next.release();
});

test('an orphan that no watchdog ended is ended before the data folder is used again', async () => {
  const broker = await acquireEmbeddedBroker({ dataFolder: folder });
  const state = supervisor();
  await broker.release();
  // A process that stands for the orphan.
  const orphan = new HelperProcess('sleep');
  helpers.push(orphan);
  const identity = identify(orphan.child.pid ?? 0);
  if (identity === undefined) throw new Error('the orphan did not start');
  const gone = { pid: state.supervisor.pid, startedAt: 'long ago' };
  writeFileSync(
    brokerFolders(folder).state,
    JSON.stringify({ ...state, supervisor: gone, broker: identity }),
  );
  const next = await acquireEmbeddedBroker({ dataFolder: folder });
  expect(runs(identity.pid)).toBe(false);
  await next.release();
});

test('a running broker stays on its port, whatever port the next one asks for', async () => {
  const broker = await acquireEmbeddedBroker({ dataFolder: folder });
  await expect(acquireEmbeddedBroker({ dataFolder: folder, port: 1 })).rejects.toMatchObject({
    code: 'broker_on_another_port',
    message: expect.stringContaining(broker.brokers[0] ?? '') as string,
  });
  expect(runs(broker.pid)).toBe(true);
  await broker.release();
});

test('a killed broker comes back on the same port with all that was acknowledged', async () => {
  const deaths: boolean[] = [];
  const broker = await acquireEmbeddedBroker({
    dataFolder: folder,
    onDeath: (_, restarting) => deaths.push(restarting),
  });
  const { pid } = broker;
  await fill(broker.brokers, 'killed', 500);
  process.kill(pid, 'SIGKILL');
  await eventually('another process runs it', () => broker.pid !== pid);
  expect(deaths).toEqual([true]);
  expect(await count(broker.brokers, 'killed')).toBe(500);
  await broker.release();
});

test('a port that another program listens on is named', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    await expect(acquireEmbeddedBroker({ dataFolder: folder, port })).rejects.toMatchObject({
      code: 'port_taken',
      message: `another program listens on 127.0.0.1:${port}`,
    });
  } finally {
    server.close();
  }
});

test('without Java the ways out are told: Docker where there is one, else what to install', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'emostream-path-'));
  const without = { ...process.env, PATH: empty, JAVA_HOME: '' };
  const bare = await hold(without).next<{ code: string; hint: string }>();
  expect(bare).toMatchObject({ code: 'java_missing' });
  expect(bare.hint).toMatch(/Install Java 17/);
  writeFileSync(join(empty, 'docker'), '#!/bin/sh\n', { mode: 0o755 });
  const docker = await hold(without).next<{ code: string; hint: string }>();
  expect(docker.hint).toMatch(/docker compose up -d kafka.*KAFKA_BROKERS=localhost:9092/);
  rmSync(empty, { recursive: true });
});

test('a wait that is aborted ends', async () => {
  const signal = AbortSignal.timeout(200);
  await expect(acquireEmbeddedBroker({ dataFolder: folder, signal })).rejects.toThrow(/timeout/);
});

function supervisorRuns(): boolean {
  const state = readState(brokerFolders(folder).state);
  return state !== undefined && runs(state.supervisor.pid);
}

async function fill(brokers: string[], topic: string, records: number): Promise<void> {
  const kafka = createKafka({ brokers, clientId: 'test' });
  await withAdmin(kafka, async (admin) => {
    await admin.createTopics({ waitForLeaders: false, topics: [{ topic }] });
    await waitForLeaders(admin, [topic]);
  });
  const publisher = new KafkajsWriter(createClient(kafka), topic);
  await publisher.write(
    Array.from({ length: records }, (_, n) => ({ key: 'k', value: Buffer.from(String(n)) })),
  );
  await publisher.close();
}

async function count(brokers: string[], topic: string): Promise<number> {
  const kafka = createKafka({ brokers, clientId: 'test' });
  const reader = await readTopic(kafka, topic, { from: 'beginning', until: 'end' });
  let last = 0;
  for await (const { offset } of reader) last = Number(offset) + 1;
  return last;
}
