import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/common/packageRoot';
import { jsonLines, killClis, mainScript, runCli, startCli } from '../support/cli';
import { eventually } from '../support/withBroker';

jest.setTimeout(120_000);
afterEach(killClis);

const folder = mkdtempSync(join(tmpdir(), 'emostream-main-'));
/** Enough texts that the engine is at work for some seconds. */
const many = join(folder, 'many.jsonl');
writeFileSync(
  many,
  '{"text":"¡Qué alegría tan grande, hemos ganado la final del campeonato!"}\n'.repeat(20_000),
);
const debate = join(packageRoot, 'samples', 'debate-es.vtt');
const one = '{"text":"buenas noches"}\n';

describe('emostream', () => {
  it('alone prints its help, and that is no mistake', async () => {
    const { code, stdout, stderr } = await runCli([]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: emostream/);
  });

  it.each([[['--help']], [['run', '--help']], [['train', '--help']], [['help', 'tag']]])(
    'wraps its help to 80 columns in a pipe: %j',
    async (args) => {
      const { code, stdout } = await runCli(args);
      expect(code).toBe(0);
      const tooLong = stdout.split('\n').filter((line) => line.length > 80);
      // A word that is longer than its column stays whole: the name of the paper's model.
      expect(tooLong.filter((line) => line.trim().includes(' '))).toEqual([]);
      expect(stdout.split('\n').length).toBeGreaterThan(10);
    },
  );

  const full = existsSync('/dev/full') ? it : it.skip;
  full('says on one line that its output cannot be written', () => {
    const output = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [mainScript, 'tag', many], {
      stdio: ['ignore', output, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(output);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^emostream tag: the output cannot be written: ENOSPC[^\n]*\n$/);
  });
});

describe('help', () => {
  it('of a command that there is none is told like any other mistake', async () => {
    const { code, stdout, stderr } = await runCli(['help', 'sing']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toBe("emostream: unknown command 'sing'; see emostream --help\n");
  });
});

describe('doctor', () => {
  it('says of nothing that is not there that it is ok', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'emostream-bare-'));
    const env = { PATH: join(bare, 'none'), JAVA_HOME: '', EMOSTREAM_CACHE: bare, KAFKA_BROKERS: '' };
    const { code, stdout } = await runCli(['doctor', '--json'], { env });
    const checks = jsonLines<{ name: string; ok: boolean; status: string }>(stdout);
    expect(Object.fromEntries(checks.map(({ name, status }) => [name.split(' ')[0], status]))).toEqual({
      Node: 'ok',
      Model: 'ok',
      Java: 'missing',
      Maven: 'missing',
      Kafka: 'absent',
      Docker: 'absent',
      TensorFlow: 'absent',
    });
    expect(checks.filter(({ ok, status }) => ok !== (status === 'ok'))).toEqual([]);
    expect(code).toBe(1);
  });

  it('looks at the engine that is asked for', async () => {
    const { code, stdout } = await runCli(['doctor', '--engine', 'tfjs']);
    expect(stdout).toMatch(/^missing +Model: --engine tfjs needs a checkpoint/m);
    expect(code).toBe(1);
  });
});

describe('a reader that has seen enough', () => {
  it('ends tag quietly in the middle of its work', async () => {
    const { child, stdout, stderr, finished } = startCli(['tag', many]);
    await eventually('a line is read', () => stdout().includes('\n'));
    child.stdout?.destroy();
    const { code, signal } = await finished;
    expect({ code, signal, stderr: stderr() }).toEqual({ code: 0, signal: null, stderr: '' });
  });
});

describe('SIGTERM and Ctrl-C', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends tag while its input is silent', async (signal) => {
    const { child, stdout, finished } = startCli(['tag'], { stdin: one, keepStdin: true });
    await eventually('the first line is labelled', () => stdout().includes('\n'));
    child.kill(signal);
    const { code, stderr, stdout: printed } = await finished;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(jsonLines(printed)).toMatchObject([{ text: 'buenas noches' }]);
  });

  it('end parse while its input is silent', async () => {
    const { child, stdout, finished } = startCli(['parse', debate, '-'], {
      stdin: 'WEBVTT\n',
      keepStdin: true,
    });
    await eventually('the file before it is printed', () => stdout().includes('un resumen de la jornada'));
    child.kill('SIGTERM');
    expect(await finished).toMatchObject({ code: 130, stderr: '' });
  });

  it('a second one ends it at once, without a word', async () => {
    const { child, stdout, finished } = startCli(['tag', many]);
    await eventually('the engine is at work', () => stdout().includes('\n'));
    child.kill('SIGTERM');
    child.kill('SIGINT');
    const { code, signal, stderr } = await finished;
    // Whichever came first, the second is the one; a shell shows 130 for the latter.
    expect(stderr).toBe('');
    expect([code, signal]).toEqual(signal === null ? [130, null] : [null, 'SIGINT']);
  });
});
