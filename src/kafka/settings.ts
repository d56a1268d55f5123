import { readFileSync } from 'node:fs';
import { EmostreamError, messageOf } from '../common/errors';

/** How to reach a Kafka cluster, checked and with the files read. */
export interface KafkaSettings {
  /** host:port of at least one broker. */
  brokers: string[];
  clientId: string;
  tls?: TlsSettings;
  sasl?: SaslSettings;
}

/** TLS with the server's certificate always verified: against `ca` where given, else the system's authorities. */
export interface TlsSettings {
  /** PEM. */
  ca?: string;
  cert?: string;
  key?: string;
  passphrase?: string;
  /** Name that the certificate must be for, where it is not the broker's host name. */
  servername?: string;
}

export const saslMechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export type SaslMechanism = (typeof saslMechanisms)[number];

/** A union over the mechanisms, as kafkajs wants it. */
export type SaslSettings = {
  [Mechanism in SaslMechanism]: { mechanism: Mechanism; username: string; password: string };
}[SaslMechanism];

/** The same as a person writes it: environment variables, all optional but the brokers. */
export const kafkaVariables = [
  'KAFKA_BROKERS',
  'KAFKA_CLIENT_ID',
  'KAFKA_TLS',
  'KAFKA_TLS_CA',
  'KAFKA_TLS_CERT',
  'KAFKA_TLS_KEY',
  'KAFKA_TLS_PASSPHRASE_FILE',
  'KAFKA_TLS_SERVERNAME',
  'KAFKA_SASL_MECHANISM',
  'KAFKA_SASL_USERNAME',
  'KAFKA_SASL_PASSWORD',
  'KAFKA_SASL_PASSWORD_FILE',
] as const;

export type KafkaVariable = (typeof kafkaVariables)[number];

/** Values by variable; an empty one counts as not set, as in a compose file's `${NAME:-}`. */
export type KafkaVariables = Partial<Record<KafkaVariable, string | undefined>>;

/**
 * Reads and checks the settings of an existing cluster.
 *
 * @returns undefined where no brokers are named
 * @throws EmostreamError `bad_kafka_settings`, `unreadable_kafka_file`
 */
export function readKafkaSettings(variables: KafkaVariables): KafkaSettings | undefined {
  const get = (name: KafkaVariable): string | undefined => {
    const value = variables[name]?.trim();
    return value === '' ? undefined : value;
  };
  const brokers = get('KAFKA_BROKERS');
  if (brokers === undefined) return undefined;
  const tls = readTls(get);
  const sasl = readSasl(get);
  return {
    brokers: parseBrokers(brokers),
    clientId: get('KAFKA_CLIENT_ID') ?? 'emostream',
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
  };
}

type Get = (name: KafkaVariable) => string | undefined;

/**
 * A comma-separated list of host:port.
 *
 * @throws EmostreamError `bad_kafka_settings`
 */
export function parseBrokers(list: string): string[] {
  const brokers = list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
  if (brokers.length === 0)
    throw bad(`KAFKA_BROKERS names no broker: "${list}"`, 'Write host:port,host:port.');
  for (const broker of brokers) {
    const [, port] = /^[A-Za-z0-9._-]+:(\d{1,5})$/.exec(broker) ?? [];
    if (port === undefined || Number(port) < 1 || Number(port) > 65535) {
      // kafkajs splits at the first colon, so an IPv6 address would be taken apart.
      throw bad(
        `"${broker}" in KAFKA_BROKERS is not host:port`,
        'Write host:port, such as kafka.example:9092.',
      );
    }
  }
  return brokers;
}

function readTls(get: Get): TlsSettings | undefined {
  const ca = readFile(get, 'KAFKA_TLS_CA');
  const cert = readFile(get, 'KAFKA_TLS_CERT');
  const key = readFile(get, 'KAFKA_TLS_KEY');
  const passphrase = readFile(get, 'KAFKA_TLS_PASSPHRASE_FILE')?.trimEnd();
  const servername = get('KAFKA_TLS_SERVERNAME');
  if ((cert === undefined) !== (key === undefined)) {
    throw bad(
      'a TLS client certificate needs both KAFKA_TLS_CERT and KAFKA_TLS_KEY, and one is missing',
      'Set both, or neither.',
    );
  }
  const given = Object.entries({ ca, cert, key, passphrase, servername }).filter(
    ([, value]) => value !== undefined,
  );
  const wanted = readSwitch(get, 'KAFKA_TLS');
  if (wanted === false && given.length > 0) {
    throw bad('KAFKA_TLS is false, but other KAFKA_TLS_ settings are there', 'Remove the one or the others.');
  }
  return wanted === true || given.length > 0 ? Object.fromEntries(given) : undefined;
}

function readSasl(get: Get): SaslSettings | undefined {
  const username = get('KAFKA_SASL_USERNAME');
  const password = get('KAFKA_SASL_PASSWORD') ?? readFile(get, 'KAFKA_SASL_PASSWORD_FILE')?.trimEnd();
  const mechanism = get('KAFKA_SASL_MECHANISM')?.toLowerCase();
  if (username === undefined && password === undefined && mechanism === undefined) return undefined;
  if (get('KAFKA_SASL_PASSWORD') !== undefined && get('KAFKA_SASL_PASSWORD_FILE') !== undefined) {
    throw bad('KAFKA_SASL_PASSWORD and KAFKA_SASL_PASSWORD_FILE are both set', 'Keep one of them.');
  }
  if (username === undefined) throw bad('SASL needs KAFKA_SASL_USERNAME', 'Set it.');
  if (password === undefined || password === '') {
    throw bad(
      `there is a SASL user "${username}" but no password`,
      'Set KAFKA_SASL_PASSWORD_FILE or KAFKA_SASL_PASSWORD.',
    );
  }
  return { mechanism: readMechanism(mechanism ?? 'plain'), username, password };
}

function readMechanism(name: string): SaslMechanism {
  const mechanism = saslMechanisms.find((each) => each === name);
  if (mechanism === undefined) {
    throw bad(`KAFKA_SASL_MECHANISM "${name}" is not known`, `Use one of ${saslMechanisms.join(', ')}.`);
  }
  return mechanism;
}

function readSwitch(get: Get, name: KafkaVariable): boolean | undefined {
  const value = get(name)?.toLowerCase();
  if (value === undefined) return undefined;
  if (['true', '1', 'yes', 'on'].includes(value)) return true;
  if (['false', '0', 'no', 'off'].includes(value)) return false;
  throw bad(`${name} is "${value}"`, 'Write true or false.');
}

function readFile(get: Get, name: KafkaVariable): string | undefined {
  const path = get(name);
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new EmostreamError(`${name} names a file that cannot be read: ${messageOf(error)}`, {
      code: 'unreadable_kafka_file',
      fault: 'configuration',
      hint: 'Correct the path or the file permissions.',
      cause: error,
    });
  }
}

function bad(message: string, hint: string): EmostreamError {
  return new EmostreamError(message, { code: 'bad_kafka_settings', fault: 'configuration', hint });
}
