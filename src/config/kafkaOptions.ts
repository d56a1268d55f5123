import { defaulted, given, type OptionSpec, secret } from './OptionSpec';
import { choice, integer, list, text, toggle, topicName } from './optionTypes';

/** The part of the option table that is about the cluster, its topics and the schema registry. */
export const kafkaOptionTable = {
  brokers: given(
    list('<host:port,...>'),
    'KAFKA_BROKERS',
    'Kafka brokers to connect to; without them an embedded broker is started',
  ),
  clientId: defaulted(
    text('<id>'),
    'KAFKA_CLIENT_ID',
    'emostream',
    "name of this client in the broker's logs and quotas",
  ),
  tls: given(toggle, 'KAFKA_TLS', 'connect with TLS; not needed beside the other settings of TLS'),
  tlsCa: given(text('<file>'), 'KAFKA_TLS_CA', 'certificate authority to trust, PEM'),
  tlsCert: given(text('<file>'), 'KAFKA_TLS_CERT', 'client certificate, PEM'),
  tlsKey: given(text('<file>'), 'KAFKA_TLS_KEY', 'key of the client certificate, PEM'),
  tlsPassphraseFile: given(
    text('<file>'),
    'KAFKA_TLS_PASSPHRASE_FILE',
    'file that holds the passphrase of that key',
  ),
  tlsServername: given(
    text('<name>'),
    'KAFKA_TLS_SERVERNAME',
    "name that the broker's certificate must be for, where it is not the host name",
  ),
  saslMechanism: given(
    choice('plain', 'scram-sha-256', 'scram-sha-512'),
    'KAFKA_SASL_MECHANISM',
    'SASL mechanism to log in with',
  ),
  saslUsername: given(text('<name>'), 'KAFKA_SASL_USERNAME', 'user to log in as'),
  saslPassword: secret('KAFKA_SASL_PASSWORD', 'password of that user'),
  saslPasswordFile: given(text('<file>'), 'KAFKA_SASL_PASSWORD_FILE', 'file that holds that password'),
  compression: defaulted(
    choice('none', 'gzip', 'snappy', 'lz4', 'zstd'),
    'KAFKA_COMPRESSION',
    'gzip',
    'how record batches are compressed that are written; zstd needs Node 22.15 or later. All are read, by any Node',
  ),
  segmentsTopic: defaulted(
    topicName,
    'EMOSTREAM_SEGMENTS_TOPIC',
    'transcripts.segments',
    'topic of the transcript segments',
  ),
  emotionsTopic: defaulted(
    topicName,
    'EMOSTREAM_EMOTIONS_TOPIC',
    'transcripts.emotions',
    'topic of the emotion labels',
  ),
  deadLetterTopic: defaulted(
    topicName,
    'EMOSTREAM_DEAD_LETTER_TOPIC',
    'transcripts.dead-letter',
    'topic of what could not be labelled',
  ),
  partitions: defaulted(
    integer(1, 10_000),
    'EMOSTREAM_PARTITIONS',
    4,
    'partitions of a topic that is created',
  ),
  group: defaulted(text('<id>'), 'EMOSTREAM_GROUP', 'emostream-tagger', 'consumer group of the tagger'),
  delivery: defaulted(
    choice('exactly-once', 'at-least-once'),
    'EMOSTREAM_DELIVERY',
    'exactly-once',
    'exactly-once commits labels and offsets in one transaction; at-least-once may repeat labels after a failure',
  ),
  registryUrl: given(
    text('<url>'),
    'SCHEMA_REGISTRY_URL',
    'Confluent-compatible schema registry; without it Avro single-object encoding is written',
  ),
  registryUsername: given(text('<name>'), 'SCHEMA_REGISTRY_USERNAME', 'user of the registry'),
  registryPassword: secret('SCHEMA_REGISTRY_PASSWORD', 'password of that user'),
  registryToken: secret('SCHEMA_REGISTRY_TOKEN', 'bearer token for the registry, instead of a user'),
  registryCa: given(
    text('<file>'),
    'SCHEMA_REGISTRY_CA',
    'certificate authority to trust for an https registry, PEM',
  ),
  registryCert: given(text('<file>'), 'SCHEMA_REGISTRY_CERT', 'client certificate for the registry, PEM'),
  registryKey: given(text('<file>'), 'SCHEMA_REGISTRY_KEY', 'key of that client certificate, PEM'),
  registryRegister: defaulted(
    toggle,
    'SCHEMA_REGISTRY_REGISTER',
    true,
    'whether schemas that the registry does not have are registered; else they must be there',
  ),
} satisfies Record<string, OptionSpec<unknown>>;
