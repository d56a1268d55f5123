import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokerDeath, readTail, tellingLines } from '../../../src/kafka/embedded/brokerDeath';

const folder = mkdtempSync(join(tmpdir(), 'emostream-death-'));
const log = join(folder, 'kafka.log');

afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['java.io.IOException: No space left on device', 'disk_full'],
  ['Caused by: java.net.BindException: Address already in use', 'port_taken'],
  ['KafkaException: Failed to acquire lock on file .lock in /data', 'data_folder_in_use'],
  ['ERROR Exiting Kafka due to fatal exception', 'broker_died'],
])('"%s" is %s', (line, code) => {
  writeFileSync(log, `INFO starting\n${line}\n\tat kafka.Kafka.main(Kafka.scala)\n`);
  const error = brokerDeath(log, 0, folder, 'exit code 1');
  expect(error).toMatchObject({ code, fault: 'environment' });
  expect(`${error.message} ${error.hint ?? ''}`).toContain(
    code === 'broker_died' ? line : folder.slice(0, 4),
  );
});

test('only the lines of this run count', () => {
  const earlier = 'ERROR No space left on device\n';
  writeFileSync(log, `${earlier}ERROR something else\n`);
  expect(brokerDeath(log, earlier.length, folder, 'signal SIGKILL')).toMatchObject({
    code: 'broker_died',
    message: 'the embedded Kafka died (signal SIGKILL): ERROR something else',
  });
});

test('a log that says nothing, or is not there', () => {
  writeFileSync(log, '');
  expect(brokerDeath(log, 0, folder, 'signal SIGKILL').message).toBe(
    'the embedded Kafka died (signal SIGKILL)',
  );
  expect(readTail(join(folder, 'missing.log'))).toBe('');
});

test('errors go before other lines, stack frames never', () => {
  expect(tellingLines('WARN a\nERROR b\n  at c\nWARN d\n')).toEqual(['ERROR b']);
  expect(tellingLines('one\ntwo\nthree\nfour\n')).toEqual(['two', 'three', 'four']);
});
