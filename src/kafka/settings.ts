import { readFileSync } from 'node:fs';
import { EmostreamError } from '../common/errors';
import { whyUnreadable } from '../common/whyUnreadable';
import type { optionGroups } from '../config/optionGroups';
import { flagOf, optionTable, type OptionValues } from '../config/options';

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

/** A union over the mechanisms, as kafkajs wants it. */
export type SaslSettings = {
  [Mechanism in NonNullable<OptionValues['saslMechanism']>]: {
    mechanism: Mechanism;
    username: string;
    password: string;
  };
}[NonNullable<OptionValues['saslMechanism']>];

/** How batches of records are packed that are written. */
export type Compression = OptionValues['compression'];

/** The options that tell how to reach a cluster. */
export type KafkaOptions = Pick<OptionValues, (typeof optionGroups)['kafka'][number]>;

type Name = keyof KafkaOptions & keyof typeof optionTable;

/**
 * Checks the settings of an existing cluster and reads the files that they name.
 *
 * @returns undefined where no brokers are named
 * @throws EmostreamError `bad_kafka_settings`, `unreadable_kafka_file`
 */
export function kafkaSettings(options: KafkaOptions): KafkaSettings | undefined {
  if (options.brokers === undefined) return undefined;
  options.brokers.forEach(checkBroker);
  const tls = readTls(options);
  const sasl = readSasl(options);
  return {
    brokers: options.brokers,
    clientId: options.clientId,
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
  };
}

function checkBroker(broker: string): void {
  const [, port] = /^[A-Za-z0-9._-]+:(\d{1,5})$/.exec(broker) ?? [];
  if (port !== undefined && Number(port) >= 1 && Number(port) <= 65535) return;
  // kafkajs splits at the first colon, so an IPv6 address would be taken apart.
  throw bad(
    `"${broker}" in ${nameOf('brokers')} is not host:port`,
    'Write host:port, such as kafka.example:9092.',
  );
}

function readTls(options: KafkaOptions): TlsSettings | undefined {
  const files = ['tlsCa', 'tlsCert', 'tlsKey', 'tlsPassphraseFile'] as const;
  const given = [...files, 'tlsServername' as const].filter((name) => options[name] !== undefined);
  if (options.tls === false && given[0] !== undefined) {
    throw bad(
      `${nameOf('tls')} is false, but there is ${nameOf(given[0])}, which is for TLS`,
      'Remove the one or the other.',
    );
  }
  if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
    throw bad(
      `a TLS client certificate needs both ${nameOf('tlsCert')} and ${nameOf('tlsKey')}, and one is missing`,
      'Set both, or neither.',
    );
  }
  if (options.tls !== true && given.length === 0) return undefined;
  const settings = {
    ca: readFile(options, 'tlsCa'),
    cert: readFile(options, 'tlsCert'),
    key: readFile(options, 'tlsKey'),
    passphrase: readFile(options, 'tlsPassphraseFile')?.trimEnd(),
    servername: options.tlsServername,
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function readSasl(options: KafkaOptions): SaslSettings | undefined {
  const { saslUsername: username, saslMechanism: mechanism } = options;
  if (options.saslPassword !== undefined && options.saslPasswordFile !== undefined) {
    throw bad(
      `${nameOf('saslPassword')} and ${nameOf('saslPasswordFile')} are both set`,
      'Keep one of them.',
    );
  }
  const password = options.saslPassword ?? readFile(options, 'saslPasswordFile')?.trimEnd();
  if (username === undefined && password === undefined && mechanism === undefined) return undefined;
  if (username === undefined) throw bad(`SASL needs ${nameOf('saslUsername')}`, 'Set it.');
  if (password === undefined || password === '') {
    throw bad(
      `there is a SASL user "${username}" but no password`,
      `Set ${nameOf('saslPasswordFile')} or ${nameOf('saslPassword')}.`,
    );
  }
  return { mechanism: mechanism ?? 'plain', username, password };
}

function readFile(
  options: KafkaOptions,
  name: 'tlsCa' | 'tlsCert' | 'tlsKey' | 'tlsPassphraseFile' | 'saslPasswordFile',
): string | undefined {
  const path = options[name];
  if (path === undefined) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new EmostreamError(
      `${nameOf(name)} names a file that cannot be read: ${path}: ${whyUnreadable(error)}`,
      {
        code: 'unreadable_kafka_file',
        fault: 'configuration',
        hint: 'Correct the path or the file permissions.',
        cause: error,
      },
    );
  }
}

/** An option by flag and variable: either may have been used. */
function nameOf(name: Name): string {
  const { env, secret } = optionTable[name] as { env: string; secret?: boolean };
  return secret === true ? env : `${flagOf(name)} (${env})`;
}

function bad(message: string, hint: string): EmostreamError {
  return new EmostreamError(message, { code: 'bad_kafka_settings', fault: 'configuration', hint });
}
