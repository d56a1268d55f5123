import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { connectKafka } from '../../src/kafka/connectKafka';
import { checkBroker } from '../../src/kafka/doctor';
import type { KafkaSettings } from '../../src/kafka/settings';
import { withBroker } from '../support/withBroker';

const broker = withBroker();
const servers: Server[] = [];

afterAll(() => servers.forEach((server) => server.close()));

/** A server on a free port that does nothing with its connections, or closes them. */
async function mute(closes = false): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (closes) socket.end();
    else socket.unref();
  });
  servers.push(server.unref());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const connect = (brokers: string[], more: Partial<KafkaSettings> = {}) =>
  connectKafka({ settings: { brokers, clientId: 'test', ...more }, deadlineMs: 3000 });

test('a cluster that answers is used, also where one of its brokers is down', async () => {
  const connection = await connect(['127.0.0.1:1', ...broker.brokers]);
  expect(connection).toMatchObject({ embedded: false, brokers: ['127.0.0.1:1', ...broker.brokers] });
  await connection.close();
  expect(await checkBroker({ brokers: broker.brokers, clientId: 'test' })).toMatchObject({ status: 'ok' });
});

test('nothing listens', async () => {
  await expect(connect(['127.0.0.1:1'])).rejects.toMatchObject({
    code: 'broker_unreachable',
    message: 'Kafka at 127.0.0.1:1 cannot be used: nothing listens there (ECONNREFUSED)',
  });
  const check = await checkBroker({ brokers: ['127.0.0.1:1'], clientId: 'test' });
  expect(check).toMatchObject({ status: 'missing', hint: expect.stringMatching(/KAFKA_BROKERS/) as string });
});

test('no answer, within the deadline', async () => {
  const address = await mute();
  await expect(connect([address])).rejects.toMatchObject({
    message: expect.stringMatching(`Kafka at ${address} cannot be used: it did not answer`) as string,
  });
});

test('a name that nobody knows', async () => {
  await expect(connect(['no-such-host.invalid:9092'])).rejects.toMatchObject({
    message: expect.stringMatching(/no-such-host\.invalid:9092.*(not known|did not answer)/) as string,
  });
});

test('TLS to a port without it, and one that hangs up', async () => {
  await expect(connect(broker.brokers, { tls: {} })).rejects.toMatchObject({ code: 'broker_unreachable' });
  await expect(connect([await mute(true)])).rejects.toMatchObject({ code: 'broker_unreachable' });
});

test('SASL to a port without it', async () => {
  const sasl = { mechanism: 'plain', username: 'ana', password: 'secret' } as const;
  const error = await connect(broker.brokers, { sasl }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'broker_unreachable' });
  expect(JSON.stringify(error) + String(error)).not.toContain('secret');
});
