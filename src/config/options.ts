import { labellingDefaults } from '../common/labellingDefaults';
import { segmentDefaults } from '../common/segmentDefaults';
import { defaulted, given, type OptionSpec, secret } from './OptionSpec';
import { kafkaOptionTable } from './kafkaOptions';
import { choice, integer, moment, text, toggle } from './optionTypes';
import { trainingOptionTable } from './trainingOptions';

const minute = 60_000;
const mebibyte = 1024 * 1024;

/** The port of the HTTP server where none is asked for. */
export const usualHttpPort = 9464;

/**
 * Every option of every command. The key is the name in a configuration file; the flag is the same in kebab
 * case (`maxTokens` -> `--max-tokens`).
 */
export const optionTable = {
  ...kafkaOptionTable,

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
    'number format of the engine that is built from a checkpoint; int8 is the faster one',
  ),
  engine: defaulted(
    choice('auto', 'onnx', 'tfjs'),
    'EMOSTREAM_ENGINE',
    'auto',
    'what runs the model: ONNX Runtime, or TensorFlow.js (float32, on a GPU where there is one); auto takes onnx',
  ),
  threads: given(
    integer(1, 1024),
    'EMOSTREAM_THREADS',
    'processor cores for the model; all of them by default',
  ),

  calibration: given(
    text('<file>'),
    null,
    'texts that set the scales of int8, one a line; Spanish speech by default',
  ),
  validationTexts: given(
    text('<file>'),
    null,
    'texts that the model was not trained on, one a line: what drift is measured against (docs/drift.md)',
  ),

  // Micro-batches and bounds
  maxSegments: defaulted(
    integer(1, 4096),
    'EMOSTREAM_MAX_SEGMENTS',
    labellingDefaults.maxSegments,
    'most segments in a micro-batch',
  ),
  maxTokens: defaulted(
    integer(1, 1_000_000),
    'EMOSTREAM_MAX_TOKENS',
    labellingDefaults.maxTokens,
    'most tokens in a micro-batch',
  ),
  lingerMs: defaulted(
    integer(0, minute),
    'EMOSTREAM_LINGER_MS',
    labellingDefaults.lingerMs,
    'milliseconds that a segment waits for others to fill its micro-batch',
  ),
  maxSequenceTokens: defaulted(
    integer(3, 8192),
    'EMOSTREAM_MAX_SEQUENCE_TOKENS',
    labellingDefaults.maxSequenceTokens,
    'most tokens of a text that the model reads; the rest of the text is ignored',
  ),
  maxCharacters: defaulted(
    integer(1, 10_000_000),
    'EMOSTREAM_MAX_CHARACTERS',
    labellingDefaults.maxCharacters,
    'longest text that is labelled, in characters; a longer one is refused (in a stream: a dead letter)',
  ),
  inFlightSegments: defaulted(
    integer(1, 1_000_000),
    'EMOSTREAM_IN_FLIGHT_SEGMENTS',
    2000,
    'most segments that are read and not yet committed',
  ),
  inFlightBytes: defaulted(
    integer(1024, 2 ** 40),
    'EMOSTREAM_IN_FLIGHT_BYTES',
    64 * mebibyte,
    'most bytes that are read and not yet committed',
  ),
  text: defaulted(
    toggle,
    'EMOSTREAM_TEXT',
    labellingDefaults.includeText,
    'whether labels carry the text of their segment',
  ),

  // Running
  httpHost: defaulted(
    text('<address>'),
    'EMOSTREAM_HTTP_HOST',
    '127.0.0.1',
    'address that the live page, /metrics, /healthz and /readyz are served on',
  ),
  httpPort: given(
    integer(0, 65_535),
    'EMOSTREAM_HTTP_PORT',
    `port of that address; 0: a free one; by default ${usualHttpPort}, or a free one where that is in use`,
  ),
  httpToken: secret(
    'EMOSTREAM_HTTP_TOKEN',
    'bearer token that HTTP clients must send; required where the address is not a loopback one',
  ),
  httpTokenFile: given(text('<file>'), 'EMOSTREAM_HTTP_TOKEN_FILE', 'file that holds that token'),
  page: defaulted(toggle, 'EMOSTREAM_PAGE', true, 'whether the live page is served at /'),
  stallSeconds: defaulted(
    integer(5, 86_400),
    'EMOSTREAM_STALL_SECONDS',
    60,
    'seconds with lag and without a commit after which /healthz reports a failure',
  ),
  drainSeconds: defaulted(
    integer(0, 3600),
    'EMOSTREAM_DRAIN_SECONDS',
    20,
    'seconds to finish the segments that were read, when told to stop',
  ),
  logLevel: defaulted(
    choice('silent', 'error', 'warn', 'info', 'debug', 'trace'),
    'EMOSTREAM_LOG_LEVEL',
    'info',
    'least severe level that is logged (to stderr)',
  ),

  // Transcripts
  pace: defaulted(
    text('<live|Nx|max>'),
    'EMOSTREAM_PACE',
    'live',
    'speed of a transcript: as spoken, N times as fast, or as fast as possible',
  ),
  stream: given(text('<id>'), null, 'stream id, where there is one source; by default from the file'),
  language: given(
    text('<tag>'),
    'EMOSTREAM_LANGUAGE',
    'language of a transcript that does not name one (BCP 47)',
  ),
  segmentCharacters: defaulted(
    integer(segmentDefaults.minCharacters, 10_000),
    'EMOSTREAM_SEGMENT_CHARACTERS',
    segmentDefaults.maxCharacters,
    'longest segment made from cues, in characters',
  ),
  segmentSeconds: defaulted(
    integer(1, 600),
    'EMOSTREAM_SEGMENT_SECONDS',
    segmentDefaults.maxDurationMs / 1000,
    'longest segment made from cues, in seconds',
  ),
  cues: defaulted(toggle, null, false, 'print the cues as they are in the file, with their markup'),
  lines: defaulted(toggle, null, false, 'the input is plain text, one text a line'),

  // Relabelling
  from: given(moment, null, 'label again the segments that were written at or after this time (ISO 8601)'),
  to: given(
    moment,
    null,
    'label again those that were written before this time (ISO 8601; by default now), then end',
  ),

  ...trainingOptionTable,

  // Evaluation
  data: given(text('<file>'), null, 'labelled file: CSV or JSON Lines'),
  train: given(
    text('<file>'),
    null,
    'the file that the model was trained on: rows that are not in it are scored apart, too',
  ),
  columns: given(
    text('<map>'),
    null,
    'names of the columns in a labelled file, such as text=transcript,label=emotion',
  ),
  labelMap: given(
    text('<file>'),
    null,
    'JSON object of labels in the data to labels of the model, null for rows to leave out: {"happiness": "joy"}',
  ),
  out: given(
    text('<folder>'),
    null,
    'folder to write to: the report in JSON, Markdown, HTML, SVG and PNG; of train and average the checkpoint',
  ),
  against: given(
    text('<report|offline>'),
    null,
    'compare label by label with an earlier report, or with the offline evaluation',
  ),
  withTagger: given(
    toggle,
    null,
    'run a tagger in this process also on a cluster; on the embedded broker there is always one',
  ),
  shadowModel: given(text('<folder|name>'), null, 'second model that labels the same replay, for comparison'),
  lateSeconds: given(
    integer(1, 86_400),
    null,
    'seconds after which an answer counts as late; it is scored all the same',
  ),
  idleSeconds: defaulted(
    integer(1, 86_400),
    null,
    60,
    'seconds without an answer after which the rest is given up',
  ),

  // Output
  json: defaulted(toggle, null, false, 'print JSON, one object a line'),
  once: defaulted(toggle, null, false, 'end when the transcript is labelled, and print a summary'),
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
