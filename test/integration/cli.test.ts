import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/common/packageRoot';
import type { EmotionLabel } from '../../src/records/EmotionLabel';
import { jsonLines, killClis, runCli, startCli } from '../support/cli';
import { publishRaw, topicOptions } from '../support/taggerBench';
import { eventually, withBroker } from '../support/withBroker';

const broker = withBroker();
afterEach(killClis);

const sample = (name: string): string => join(packageRoot, 'samples', name);
const debate = sample('debate-es.vtt');
const parliament = sample('asamblea-ecuador-sesion-060.json');

const onTopics = (tag: string): string[] => topicOptions(broker, tag).args;

describe('emostream demo', () => {
  it('--once answers every segment of the broadcast, sums up and exits with 0', async () => {
    const args = ['demo', '--once', '--pace', 'max', '--http-port', '0', '--group', broker.group('demo')];
    const { code, stdout, stderr } = await runCli([...args, ...onTopics('demo'), '--json']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/live page at http:\/\/127\.0\.0\.1:\d+\/, /);
    const lines = jsonLines(stdout);
    const summary = lines.pop();
    expect(summary).toMatchObject({ segments: lines.length, labels: lines.length, deadLetters: 0 });
    expect(lines.length).toBeGreaterThan(30);
    const share = summary?.['share'] as Record<string, number>;
    expect(Object.keys(share).sort()).toEqual(['anger', 'disgust', 'fear', 'joy', 'neutral', 'sadness']);
    // The broadcast was written so that every emotion is heard in it.
    expect(Math.min(...Object.values(share))).toBeGreaterThan(0);
    expect(Object.values(share).reduce((sum, part) => sum + part, 0)).toBeCloseTo(1);
    const { p50, p99 } = summary?.['latencyMs'] as { p50: number; p99: number };
    expect(p50).toBeGreaterThan(0);
    expect(p99).toBeGreaterThanOrEqual(p50);
  });
});

describe('a demo whose reader', () => {
  it('has seen enough ends quietly', async () => {
    const args = ['demo', '--json', '--http-port', '0', '--group', broker.group('enough')];
    const { child, stdout, stderr, finished } = startCli([...args, ...onTopics('enough'), '--pace', '20x']);
    await eventually('a label is read', () => stdout().includes('\n'));
    const before = stderr();
    child.stdout?.destroy();
    const { code, signal } = await finished;
    expect({ code, signal, said: stderr().slice(before.length) }).toEqual({
      code: 0,
      signal: null,
      said: '',
    });
  });

  it('finds what it cannot read says so, and ends', async () => {
    const { names, args: topics } = topicOptions(broker, 'unreadable');
    const args = ['demo', '--http-port', '0', '--group', broker.group('unreadable'), ...topics];
    const { stdout, finished } = startCli(args);
    await eventually('a label is read', () => stdout().includes('\n'));
    const kafka = broker.kafka();
    const [label] = jsonLines<EmotionLabel>(completeLines(stdout()));
    await publishRaw(kafka, names.labels, [{ key: label!.streamId, value: Buffer.from('no label') }]);
    const { code, signal, stderr } = await finished;
    expect({ code, signal }).toEqual({ code: 1, signal: null });
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^emostream demo: /);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('a second tagger on a machine', () => {
  it('takes another port where none was asked for, and says which', async () => {
    // Another test may have the port: that does as well.
    const first = createServer().listen(9464, '127.0.0.1');
    await new Promise((resolve) => first.once('listening', resolve).once('error', resolve));
    try {
      const { child, stderr, finished } = startCli([
        'run',
        '--group',
        broker.group('port'),
        ...onTopics('port'),
      ]);
      await eventually('it tags', () => stderr().includes('tagging '));
      const lines = jsonLines<{ msg: string; url?: string; metrics?: string }>(completeLines(stderr()));
      const told = lines.find(({ msg }) => msg.startsWith('another program uses port 9464'));
      expect(told?.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await fetch(`${told?.url ?? ''}/healthz`)).status).toBe(200);
      expect(lines.find(({ metrics }) => metrics !== undefined)?.metrics).toBe(`${told?.url ?? ''}/metrics`);
      child.kill('SIGTERM');
      expect((await finished).code).toBe(0);
      const asked = await runCli(['run', '--http-port', '9464', ...onTopics('port')]);
      expect(asked.code).toBe(1);
      expect(asked.stderr).toContain('another program uses that port');
    } finally {
      first.close();
    }
  });
});

describe('tag, and produce with run', () => {
  it('give the same emotions, and probabilities within 1e-3', async () => {
    const tagged = await runCli(['tag', parliament, '--json']);
    expect(tagged.code).toBe(0);
    const expected = jsonLines<EmotionLabel>(tagged.stdout);
    expect(expected.length).toBeGreaterThan(50);

    const topics = onTopics('same');
    const produced = await runCli(['produce', parliament, '--pace', 'max', '--json', ...topics]);
    expect(produced.code).toBe(0);
    expect(jsonLines(produced.stdout)).toMatchObject([{ streams: 1, segments: expected.length }]);
    const tagger = startCli([
      'run',
      '--json',
      '--group',
      broker.group('same'),
      '--http-port',
      '0',
      ...topics,
    ]);
    await eventually(
      'all are labelled',
      () => jsonLines(completeLines(tagger.stdout())).length >= expected.length,
    );
    tagger.child.kill('SIGTERM');
    const { code, stdout, stderr } = await tagger.finished;
    expect({ code, stderr }).toMatchObject({ code: 0 });

    const labels = jsonLines<EmotionLabel>(stdout);
    expect(labels.map(({ segmentId, emotion }) => [segmentId, emotion])).toEqual(
      expected.map(({ segmentId, emotion }) => [segmentId, emotion]),
    );
    labels.forEach(({ probabilities }, index) => {
      for (const [emotion, probability] of Object.entries(probabilities)) {
        expect(Math.abs(probability - expected[index]!.probabilities[emotion]!)).toBeLessThan(1e-3);
      }
    });
  });

  it('the topics command shows what is there and that nothing is behind', async () => {
    const { code, stdout } = await runCli(['topics', '--json', ...onTopics('same')]);
    expect(code).toBe(0);
    const [segments] = jsonLines<{ partitions: unknown[]; groups: { group: string; lag: string }[] }>(stdout);
    expect(segments?.partitions).toHaveLength(4);
    expect(segments?.groups).toMatchObject([{ group: broker.group('same'), lag: '0' }]);
  });
});

describe('tag', () => {
  it('labels JSON Lines one for one as given, and prints what it cannot label in its place', async () => {
    const stdin = '{"text":"¡Qué alegría!","id":"a"}\n{"text":""}\nno json\n{"text":"buenas noches"}\n';
    const { code, stdout, stderr } = await runCli(['tag'], { stdin });
    expect(code).toBe(1);
    expect(jsonLines(stdout)).toMatchObject([
      { segmentId: 'a', emotion: 'joy', text: '¡Qué alegría!' },
      { error: { code: 'empty_text', line: 2 } },
      { error: { code: 'invalid_segment', line: 3 } },
      { text: 'buenas noches' },
    ]);
    expect(stderr).toContain('2 not labelled, first -:2');
  });

  it.each([
    ['a WebVTT file without a cue', 'WEBVTT\n'],
    ['a transcript whose one cue cannot be read', '{"segments":[{"start":"a","text":"x"}]}'],
  ])('finds nothing to label in %s, and that is an error', async (_, stdin) => {
    const { code, stdout, stderr } = await runCli(['tag'], { stdin });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^emostream tag: stdin: nothing in it could be labelled/m);
  });

  it.each([[['tag']], [['tag', '--lines']]])('takes empty input as no texts: %j', async (args) => {
    for (const stdin of ['', args.length === 1 ? ' \n\n' : ''])
      expect(await runCli(args, { stdin })).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('labels plain lines, one for one', async () => {
    const { code, stdout } = await runCli(['tag', '--lines', '--no-text'], { stdin: 'uno\ndos\ntres' });
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toMatchObject([
      { sequence: 0, text: null },
      { sequence: 1, text: null },
      { sequence: 2, text: null },
    ]);
  });
});

describe('a mistake gets one readable line and a non-zero exit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'emostream-'));
  writeFileSync(join(folder, 'config.json'), '{"model_type":"bert"}');
  const notCaptions = join(folder, 'notes.txt');
  writeFileSync(notCaptions, 'just some words\n');
  const cases: [string[], RegExp][] = [
    [['run', '--no-such-flag'], /emostream run: unknown option '--no-such-flag'/],
    [['sing'], /emostream: unknown command 'sing'/],
    [
      ['tag', '--linger-ms', 'soon', debate],
      /--linger-ms: expected a whole number from 0 to 60000, got "soon"/,
    ],
    [['produce', '--pace', 'fast', debate], /"fast" is not a pace/],
    [['parse'], /missing required argument 'file'/],
    [['parse', '/no/such.vtt'], /\/no\/such\.vtt: there is no such file/],
    [['tag', '/no/such.vtt'], /\/no\/such\.vtt: there is no such file/],
    [['parse', folder], /it is a folder, and a file is needed/],
    [['tag', folder], /it is a folder, and a file is needed/],
    [['demo', folder], /it is a folder, and a file is needed/],
    [['produce', folder], /it is a folder, and a file is needed/],
    [
      ['tag', notCaptions],
      /known format \(For plain text, one text a line, give --lines; JSON Lines of \{"text"/,
    ],
    [['evaluate', '/no/such.csv'], /cannot read \/no\/such\.csv: there is no such file/],
    [['evaluate', folder], /it is a folder, and a file is needed/],
    [
      ['evaluate'],
      /there is no labelled file \(give it behind the name of the command \(emostream evaluate FILE\)/,
    ],
    [['evaluate', notCaptions, '--out', notCaptions], /cannot write the report to .*notes\.txt is a file/],
    [
      ['replay', notCaptions, '--out', join(notCaptions, 'x')],
      /cannot write the report to .*notes\.txt is a file/,
    ],
    [['compare', folder, '--out', notCaptions], /cannot write the report to .*notes\.txt is a file/],
    [['export', '.', join(folder, 'engine')], /emostream export: \/.*\/config\.json is missing/],
    [['replay', folder], /it is a folder, and a file is needed/],
    [['evaluate', notCaptions, '--label-map', folder], /label map .*: it is a folder, and a file is needed/],
    [['compare', '/no/such/report'], /the report \/no\/such\/report: there is no such file/],
    [['parse', notCaptions], /notes\.txt is not a transcript in a known format/],
    [['produce', debate, debate], /would both be the stream "debate-es"/],
    [['topics', '--brokers', '127.0.0.1:1'], /127\.0\.0\.1:1/],
    [['run', '--brokers', 'nowhere'], /"nowhere" in --brokers \(KAFKA_BROKERS\) is not host:port/],
    [['tag', '--model', folder, debate], /config\.json/],
    [['tag', '--model', '/no/such/model', debate], /there is no model folder/],
    [['tag', '--precision', 'float32', debate], /int8 only/],
    [['run', '--http-host', '0.0.0.0', '--http-port', '0'], /needs a token/],
  ];

  it.each(cases)('%j', async (args, message) => {
    const env = args[1] === '--http-host' ? { KAFKA_BROKERS: broker.brokers.join(',') } : {};
    const { code, stdout, stderr } = await runCli(args, { env });
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

function completeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}
