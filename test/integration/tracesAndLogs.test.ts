import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTraceHeaders } from '../../src/common/tracing/traceHeaders';
import type { KafkaRecord } from '../../src/kafka/KafkaRecord';
import { jsonLines, killClis, runCli, startCli } from '../support/cli';
import { codecs, readAll, topicOptions } from '../support/taggerBench';
import { eventually, withBroker } from '../support/withBroker';

const broker = withBroker();
afterEach(killClis);

/** Words that no log line of emostream has a reason to hold. */
const spoken = ['quetzal', 'xilofonista', 'chimborazo', 'guayusa', 'murciélagos', 'parangaricutirimícuaro'];

/** A broadcast in which each of them is said, with pauses between sentences; the last has more than 100 characters. */
function broadcast(): string {
  const texts = [
    'El quetzal ha vuelto a casa.',
    '¡Qué rabia me da el xilofonista!',
    'Subimos al chimborazo con guayusa.',
    `Los murciélagos ${'de la noche y '.repeat(7)} parangaricutirimícuaro.`,
  ];
  const cues = texts.map((text, index) => `00:${index + 1}0.000 --> 00:${index + 1}2.000\n${text}\n`);
  const file = join(mkdtempSync(join(tmpdir(), 'emostream-logs-')), 'marked.vtt');
  writeFileSync(file, `WEBVTT\n\n${cues.join('\n')}`);
  return file;
}

function expectNoneSpoken(log: string): void {
  for (const word of spoken) expect(log.toLowerCase()).not.toContain(word);
}

const traceparentOf = ({ headers }: KafkaRecord): string | undefined => readTraceHeaders(headers).traceparent;

test('a trace goes from produce to the label or dead letter; the log has its id and no word of the text', async () => {
  const { names, args } = topicOptions(broker, 'traces');
  const kafka = broker.kafka();
  const produced = await runCli(['produce', broadcast(), '--pace', 'max', ...args]);
  expect(produced.code).toBe(0);
  const options = ['--max-characters', '100', '--log-level', 'info', '--http-port', '0', '--json'];
  const tagger = startCli(['run', '--group', broker.group('traces'), ...options, ...args]);
  await eventually('three are labelled', () => tagger.stdout().split('\n').length > 3);
  await eventually('one is refused', async () => (await readAll(kafka, names.deadLetters)).length === 1);
  tagger.child.kill('SIGTERM');
  const { code, stdout, stderr } = await tagger.finished;
  expect(code).toBe(0);

  const segments = await readAll(kafka, names.segments);
  const traceparents = segments.map(traceparentOf);
  expect(new Set(traceparents).size).toBe(4);
  expect(traceparents).not.toContain(undefined);
  const labels = await readAll(kafka, names.labels);
  const [deadLetter] = await readAll(kafka, names.deadLetters);
  expect([...labels, deadLetter!].map(traceparentOf)).toEqual(traceparents);

  // The words are in the results, so that their absence from the log says something.
  expect(stdout.toLowerCase()).toContain('quetzal');
  const { value } = await codecs.deadLetter.decode(deadLetter!.value);
  expect(value?.toString('utf8')).toContain('parangaricutirimícuaro');
  const log = jsonLines(stderr);
  expect(log.length).toBeGreaterThan(2);
  expect(log.find(({ reason }) => reason === 'text_too_long')).toMatchObject({
    traceId: traceparents[3]!.split('-')[1],
  });
  expectNoneSpoken(stderr);
});

test('the demo at full speed logs no word of what is said', async () => {
  const { args } = topicOptions(broker, 'demo-log');
  const options = ['--once', '--pace', 'max', '--http-port', '0', '--json', '--max-characters', '100'];
  const group = broker.group('demo-log');
  const { code, stdout, stderr } = await runCli(['demo', broadcast(), '--group', group, ...options, ...args]);
  expect(code).toBe(0);
  expect(stdout.toLowerCase()).toContain('quetzal');
  expect(stderr).toContain('dead letter');
  expectNoneSpoken(stderr);
});
