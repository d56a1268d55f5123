import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageRoot } from '../../src/common/packageRoot';
import { eventually, withBroker } from '../support/withBroker';

/** The examples import 'emostream' as a user does: inside the package Node resolves that through its `exports`. */
const examples = join(packageRoot, 'examples');

interface Example {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  /** Exit code. */
  ended: Promise<number | null>;
}

const running = new Set<ChildProcess>();
afterEach(() => running.forEach((child) => child.kill('SIGKILL')));

function start(name: string, args: string[] = []): Example {
  const child = spawn(process.execPath, [join(examples, name), ...args], { cwd: packageRoot, stdio: 'pipe' });
  running.add(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<number | null>((resolve) =>
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    }),
  );
  return { child, output, ended };
}

test('each example is run by a test', () => {
  expect(readdirSync(examples).sort()).toEqual([
    'README.md',
    'label-texts.mjs',
    'own-recogniser.mjs',
    'parse-captions.mjs',
    'read-labels.mjs',
    'tagger-in-process.mjs',
  ]);
});

test('label-texts', async () => {
  const { output, ended } = start('label-texts.mjs');
  expect(await ended).toBe(0);
  const answers = output.stdout.trimEnd().split('\n');
  expect(answers.map((line) => line.split(/\s/)[0])).toEqual(['joy', 'anger', 'neutral', 'empty_text']);
});

test('parse-captions without a file tells how it is used', async () => {
  const { output, ended } = start('parse-captions.mjs');
  expect(await ended).toBe(2);
  expect(output.stderr).toBe('usage: node examples/parse-captions.mjs FILE\n');
});

test("the README's snippet", async () => {
  const readme = readFileSync(join(packageRoot, 'README.md'), 'utf8');
  const snippet = /```js\n(.*?)```/s.exec(readme)?.[1] ?? '';
  // In a file below the package, where Node resolves its name; a program that does not end by itself fails.
  const folder = mkdtempSync(join(packageRoot, 'dist', 'readme-'));
  writeFileSync(join(folder, 'snippet.mjs'), snippet);
  const { output, ended } = start(join('..', 'dist', basename(folder), 'snippet.mjs'));
  expect(await ended).toBe(0);
  expect(output.stdout).toMatch(/^\{\s*emotion: '\w+',\s*confidence: 0\.\d+/);
  rmSync(folder, { recursive: true });
});

test('parse-captions', async () => {
  const { output, ended } = start('parse-captions.mjs', [join('samples', 'debate-es.vtt')]);
  expect(await ended).toBe(0);
  expect(output.stderr).toBe('');
  const lines = output.stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(36);
  expect(lines[0]).toBe(
    '1.0\tMarta Rey\tBuenas tardes y bienvenidos a La mesa de la tarde. Son las seis y cinco.',
  );
});

describe('on Kafka', () => {
  const broker = withBroker();

  test('a recogniser publishes, a tagger in a process labels, labels are read', async () => {
    const brokers = broker.brokers.join(',');
    const segments = await broker.createTopic('examples.segments', 2);
    const emotions = await broker.createTopic('examples.emotions', 2);
    const tagger = start('tagger-in-process.mjs', [brokers, segments, emotions, broker.group('examples')]);
    const reader = start('read-labels.mjs', [brokers, emotions]);
    const recogniser = start('own-recogniser.mjs', [brokers, segments]);

    // A sentence is labelled while the recogniser goes on listening.
    recogniser.child.stdin?.write('¡Muchísimas gracias! Estoy feliz.\n');
    const shown = (sentence: string) => () =>
      reader.output.stdout.includes(sentence) && tagger.output.stdout.includes(sentence);
    await eventually('the first sentence is labelled', shown('Estoy feliz.'));
    recogniser.child.stdin?.end('No tengo ganas de nada, solo de llorar.\n');
    expect(await recogniser.ended).toBe(0);
    expect(recogniser.output.stdout).toBe('2 segments published\n');
    await eventually('the second sentence is labelled', shown('solo de llorar.'));
    expect(tagger.output.stdout).toMatch(/^joy\t.*feliz\.\nsadness\t.*llorar\.\n$/);
    expect(reader.output.stdout).toMatch(/^studio-\S+\tjoy 0\.\d\d\t.*feliz\.\nstudio-\S+\tsadness .*\n$/);

    for (const one of [tagger, reader]) one.child.kill('SIGTERM');
    expect(await Promise.all([tagger.ended, reader.ended])).toEqual([0, 0]);
  });
});
