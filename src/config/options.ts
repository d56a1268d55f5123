import { defaulted, given, type OptionSpec, secret } from './OptionSpec';
import { choice, integer, list, moment, text, toggle } from './optionTypes';
import { trainingOptionTable } from './trainingOptions';

const minute = 60_000;
const mebibyte = 1024 * 1024;

/**
 * Every option of every command. The key is the name in a configuration file; the flag is the same in kebab
 * case (`maxTokens` -> `--max-tokens`).
 */
export const optionTable = {
  // Kafka
  brokers: given(
    list('<host:port,...>'),
    'KAFKA_BROKERS',
    'Kafka brokers; without them an embedded broker is started',
  ),
  clientId: defaulted(
    text('<id>'),
    'KAFKA_CLIENT_ID',
    'emostream',
    "name shown in the broker's logs and quotas",
  ),
  tls: defaulted(toggle, 'KAFKA_TLS', false, 'connect with TLS'),
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
    'name the certificate must be for, where it is not the host',
  ),
  saslMechanism: given(
    choice('plain', 'scram-sha-256', 'scram-sha-512'),
    'KAFKA_SASL_MECHANISM',
    'how to log in',
  ),
  saslUsername: given(text('<name>'), 'KAFKA_SASL_USERNAME', 'user to log in as'),
  saslPassword: secret('KAFKA_SASL_PASSWORD', 'password of that user'),
  saslPasswordFile: given(text('<file>'), 'KAFKA_SASL_PASSWORD_FILE', 'file that holds that password'),
  segmentsTopic: defaulted(
    text('<topic>'),
    'EMOSTREAM_SEGMENTS_TOPIC',
    'transcripts.segments',
    'topic of the transcript segments',
  ),
  emotionsTopic: defaulted(
    text('<topic>'),
    'EMOSTREAM_EMOTIONS_TOPIC',
    'transcripts.emotions',
    'topic of the emotion labels',
  ),
  deadLetterTopic: defaulted(
    text('<topic>'),
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
    'whether labels and offsets commit in one transaction',
  ),
  registryUrl: given(
    text('<url>'),
    'SCHEMA_REGISTRY_URL',
    'Confluent-compatible schema registry; without it Avro single-object encoding is written',
  ),
  registryUsername: given(text('<name>'), 'SCHEMA_REGISTRY_USERNAME', 'user of the registry'),
  registryPassword: secret('SCHEMA_REGISTRY_PASSWORD', 'password of that user'),
  registryToken: secret('SCHEMA_REGISTRY_TOKEN', 'bearer token for the registry, instead of a user'),

  // Model
  model: given(
    text('<folder|name>'),
    'EMOSTREAM_MODEL',
    'checkpoint folder, engine folder or hub name (user/model); without it the embedded Spanish default',
  ),
  precision: defaulted(
    choice('int8', 'float32'),
    'EMOSTREAM_PRECISION',
    'int8',
    'arithmetic of the engine built from a checkpoint',
  ),
  engine: defaulted(
    choice('auto', 'onnx', 'tfjs'),
    'EMOSTREAM_ENGINE',
    'auto',
    'what runs the model: ONNX Runtime, or TensorFlow.js (a checkpoint in float32, on a GPU where there is one); auto takes onnx',
  ),
  threads: given(
    integer(1, 1024),
    'EMOSTREAM_THREADS',
    'processor cores for inference; all of them by default',
  ),

  calibration: given(
    text('<file>'),
    null,
    'texts that set the scales of int8, one a line; Spanish speech by default',
  ),
  validationTexts: given(
    text('<file>'),
    null,
    'texts that the model was not trained on, one a line: what drift is told against (docs/drift.md)',
  ),

  // Micro-batches and bounds
  maxSegments: defaulted(integer(1, 4096), 'EMOSTREAM_MAX_SEGMENTS', 64, 'segments in a micro-batch at most'),
  maxTokens: defaulted(
    integer(1, 1_000_000),
    'EMOSTREAM_MAX_TOKENS',
    2048,
    'tokens in a micro-batch at most',
  ),
  linger: defaulted(
    integer(0, minute),
    'EMOSTREAM_LINGER',
    5,
    'milliseconds that a lone segment waits for company',
  ),
  maxSequenceTokens: defaulted(
    integer(3, 8192),
    'EMOSTREAM_MAX_SEQUENCE_TOKENS',
    512,
    'tokens of one text that the model reads; the rest is cut',
  ),
  maxCharacters: defaulted(
    integer(1, 10_000_000),
    'EMOSTREAM_MAX_CHARACTERS',
    20_000,
    'longest text accepted; longer ones become dead letters',
  ),
  inFlightSegments: defaulted(
    integer(1, 1_000_000),
    'EMOSTREAM_IN_FLIGHT_SEGMENTS',
    2000,
    'segments read and not yet committed at most',
  ),
  inFlightBytes: defaulted(
    integer(1024, 2 ** 40),
    'EMOSTREAM_IN_FLIGHT_BYTES',
    64 * mebibyte,
    'bytes read and not yet committed at most',
  ),
  text: defaulted(toggle, 'EMOSTREAM_TEXT', true, 'labels carry the text of their segment'),

  // Running
  httpHost: defaulted(
    text('<address>'),
    'EMOSTREAM_HTTP_HOST',
    '127.0.0.1',
    'address of the live page, /metrics, /healthz and /readyz',
  ),
  httpPort: defaulted(integer(0, 65_535), 'EMOSTREAM_HTTP_PORT', 9464, 'its port; 0 takes a free one'),
  httpToken: secret(
    'EMOSTREAM_HTTP_TOKEN',
    'bearer token asked for; needed when the address is not a loopback',
  ),
  httpTokenFile: given(text('<file>'), 'EMOSTREAM_HTTP_TOKEN_FILE', 'file that holds that token'),
  page: defaulted(toggle, 'EMOSTREAM_PAGE', true, 'the live page is served at / of that address'),
  stallSeconds: defaulted(
    integer(5, 86_400),
    'EMOSTREAM_STALL_SECONDS',
    60,
    'seconds with lag and no commit until /healthz says dead',
  ),
  drainSeconds: defaulted(
    integer(0, 3600),
    'EMOSTREAM_DRAIN_SECONDS',
    20,
    'seconds to finish work in hand when told to stop',
  ),
  logLevel: defaulted(
    choice('silent', 'error', 'warn', 'info', 'debug', 'trace'),
    'EMOSTREAM_LOG_LEVEL',
    'info',
    'least severe log line to write to stderr',
  ),

  // Transcripts
  pace: defaulted(text('<live|Nx|max>'), 'EMOSTREAM_PACE', 'live', 'how fast a transcript is played'),
  stream: given(text('<id>'), null, 'stream id of the (single) source; from the file by default'),
  language: given(text('<tag>'), 'EMOSTREAM_LANGUAGE', 'language of a transcript that does not say (BCP 47)'),
  segmentCharacters: defaulted(
    integer(46, 10_000),
    'EMOSTREAM_SEGMENT_CHARACTERS',
    257,
    'longest segment made from cues, in characters',
  ),
  segmentSeconds: defaulted(
    integer(1, 600),
    'EMOSTREAM_SEGMENT_SECONDS',
    15,
    'longest segment made from cues, in seconds',
  ),
  cues: defaulted(toggle, null, false, 'print the cues as the file has them, text with its markup'),
  lines: defaulted(toggle, null, false, 'the input is plain text, one text a line'),

  // Relabelling
  from: given(
    moment,
    null,
    'label again what was written at or after this time (ISO 8601), in a group and to topics of its own',
  ),
  to: given(moment, null, 'and before this time; then end. Until now by default'),

  ...trainingOptionTable,

  // Evaluation
  data: given(text('<file>'), null, 'labelled file: CSV or JSON Lines'),
  train: given(
    text('<file>'),
    null,
    'the file that the model was trained on, for the rows that are free of it',
  ),
  columns: given(text('<map>'), null, 'columns of a labelled file, such as text=transcript,label=emotion'),
  out: given(text('<folder>'), null, 'folder to write the report to: JSON, Markdown, HTML, SVG and PNG'),
  against: given(
    text('<run|offline>'),
    null,
    'compare label by label with an earlier run, or with the offline evaluation',
  ),
  withTagger: given(
    toggle,
    null,
    'run a tagger in this process; otherwise only where the embedded broker is used',
  ),
  shadowModel: given(text('<folder|name>'), null, 'a second model on the same replay, side by side'),
  lateSeconds: given(
    integer(1, 86_400),
    null,
    'an answer that took longer counts as late, and is scored all the same',
  ),
  idleSeconds: defaulted(integer(1, 86_400), null, 60, 'give up when no answer came for so long'),

  // Output
  json: defaulted(toggle, null, false, 'print JSON, one object a line'),
  once: defaulted(toggle, null, false, 'end with the captions, print a summary'),
} satisfies Record<string, OptionSpec<unknown>>;

export type OptionName = keyof typeof optionTable;

/** The value type of each option. */
export type OptionValues = {
  [N in OptionName]: (typeof optionTable)[N] extends OptionSpec<infer T> ? T : never;
};

/** `maxTokens` -> `--max-tokens`; a switch that is on by default is offered as `--no-...`. */
export function flagOf(name: OptionName): string {
  const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const spec: OptionSpec<unknown> = optionTable[name];
  return spec.type === toggle && spec.default === true ? `--no-${kebab}` : `--${kebab}`;
}
