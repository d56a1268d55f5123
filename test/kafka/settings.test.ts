import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionGroups } from '../../src/config/optionGroups';
import { resolveOptions } from '../../src/config/resolveOptions';
import { kafkaSettings } from '../../src/kafka/settings';

const folder = mkdtempSync(join(tmpdir(), 'emostream-settings-'));
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

afterAll(() => rmSync(folder, { recursive: true }));

type Variables = Record<string, string>;

/** The whole way of a setting: from the environment through the table of options. */
const fromEnvironment = (env: Variables) =>
  kafkaSettings(resolveOptions(optionGroups.kafka, { flags: {}, env }));
const read = (variables: Variables) => fromEnvironment({ KAFKA_BROKERS: 'one:9092', ...variables });

test('no brokers, no settings: an empty value counts as none', () => {
  expect(fromEnvironment({})).toBeUndefined();
  expect(fromEnvironment({ KAFKA_BROKERS: '', KAFKA_TLS: 'true' })).toBeUndefined();
});

test('brokers alone give a plain connection', () => {
  expect(read({ KAFKA_TLS_CA: '', KAFKA_SASL_USERNAME: '' })).toEqual({
    brokers: ['one:9092'],
    clientId: 'emostream',
  });
  expect(read({ KAFKA_CLIENT_ID: 'studio' })?.clientId).toBe('studio');
});

test('a list of brokers may have spaces', () => {
  expect(fromEnvironment({ KAFKA_BROKERS: ' one:9092, two.example:19092 ,10.0.0.3:9092' })?.brokers).toEqual([
    'one:9092',
    'two.example:19092',
    '10.0.0.3:9092',
  ]);
});

test.each([
  'one',
  'one:',
  ':9092',
  'one:0',
  'one:70000',
  'kafka://one:9092',
  '[::1]:9092',
  'one:9092;two:9092',
])('brokers "%s" are refused', (list) => {
  expect(() => fromEnvironment({ KAFKA_BROKERS: list })).toThrow(
    expect.objectContaining({ code: 'bad_kafka_settings' }) as Error,
  );
});

describe('TLS', () => {
  test('a switch, or any of its files, turns it on', () => {
    expect(read({ KAFKA_TLS: 'true' })?.tls).toEqual({});
    expect(read({ KAFKA_TLS: 'false' })?.tls).toBeUndefined();
    expect(read({ KAFKA_TLS_CA: file('ca.pem', 'CA') })?.tls).toEqual({ ca: 'CA' });
  });

  test('files are read, the passphrase without its line end', () => {
    const tls = read({
      KAFKA_TLS_CERT: file('cert.pem', 'CERT'),
      KAFKA_TLS_KEY: file('key.pem', 'KEY'),
      KAFKA_TLS_PASSPHRASE_FILE: file('passphrase', 'open sesame\n'),
      KAFKA_TLS_SERVERNAME: 'kafka.example',
    })?.tls;
    expect(tls).toEqual({ cert: 'CERT', key: 'KEY', passphrase: 'open sesame', servername: 'kafka.example' });
  });

  test('a certificate without its key, a contradiction, an odd switch', () => {
    const cert = file('cert.pem', 'CERT');
    expect(() => read({ KAFKA_TLS_CERT: cert })).toThrow(/both --tls-cert \(KAFKA_TLS_CERT\) and --tls-key/);
    expect(() => read({ KAFKA_TLS: 'maybe' })).toThrow(/KAFKA_TLS.*"maybe"/);
  });

  test('that is switched off is never switched on by its other settings', () => {
    const ca = file('ca.pem', 'CA');
    expect(() => read({ KAFKA_TLS: 'false', KAFKA_TLS_CA: ca })).toThrow(
      expect.objectContaining({
        code: 'bad_kafka_settings',
        message: expect.stringMatching(/KAFKA_TLS\) is false.*KAFKA_TLS_CA/) as string,
      }) as Error,
    );
    expect(() => read({ KAFKA_TLS: 'no', KAFKA_TLS_SERVERNAME: 'kafka.example' })).toThrow(/is false/);
  });

  test('a file that is not there is named', () => {
    expect(() => read({ KAFKA_TLS_CA: join(folder, 'missing.pem') })).toThrow(
      expect.objectContaining({
        code: 'unreadable_kafka_file',
        message: expect.stringMatching(/KAFKA_TLS_CA.*missing\.pem/) as string,
      }) as Error,
    );
  });
});

describe('SASL', () => {
  test('user and password, from a variable or a file', () => {
    expect(read({ KAFKA_SASL_USERNAME: 'ana', KAFKA_SASL_PASSWORD: 'x' })?.sasl).toEqual({
      mechanism: 'plain',
      username: 'ana',
      password: 'x',
    });
    const password = file('password', 'y\n');
    const variables = {
      KAFKA_SASL_USERNAME: 'ana',
      KAFKA_SASL_PASSWORD_FILE: password,
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
    };
    expect(read(variables)?.sasl).toEqual({ mechanism: 'scram-sha-512', username: 'ana', password: 'y' });
  });

  test.each<[Variables, RegExp]>([
    [{ KAFKA_SASL_USERNAME: 'ana' }, /user "ana" but no password/],
    [{ KAFKA_SASL_PASSWORD: 'x' }, /KAFKA_SASL_USERNAME/],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, /KAFKA_SASL_USERNAME/],
    [
      { KAFKA_SASL_USERNAME: 'ana', KAFKA_SASL_PASSWORD: 'x', KAFKA_SASL_MECHANISM: 'gssapi' },
      /KAFKA_SASL_MECHANISM.*"gssapi"/,
    ],
  ])('%j is refused', (variables, message) => {
    expect(() => read(variables)).toThrow(message);
  });

  test('no message has the password in it', () => {
    const variables = {
      KAFKA_SASL_PASSWORD: 'secret',
      KAFKA_SASL_USERNAME: 'ana',
      KAFKA_SASL_MECHANISM: 'x',
    };
    expect(() => read(variables)).toThrow(
      expect.not.objectContaining({ message: expect.stringMatching('secret') as string }) as Error,
    );
  });
});
