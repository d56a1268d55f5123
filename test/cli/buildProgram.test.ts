import { PassThrough } from 'node:stream';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildProgram } from '../../src/cli/buildProgram';
import { type CommandContext, defineCommand } from '../../src/cli/Command';
import { reportError } from '../../src/cli/reportError';

const seen: unknown[] = [];

const greet = defineCommand({
  name: 'greet',
  summary: 'a command for tests',
  operands: { pattern: '[name...]', help: 'whom' },
  options: ['maxSegments', 'text', 'json', 'emotionsTopic', 'saslPassword', 'saslPasswordFile'],
  run: async (_context, options, operands) => {
    seen.push({ options, operands });
    return 3;
  },
});

function capture(): { context: CommandContext; output: () => string } {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const context = { stdin: new PassThrough(), stdout, stderr, signal: new AbortController().signal };
  return { context, output: () => `${String(stdout.read() ?? '')}${String(stderr.read() ?? '')}` };
}

async function call(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  const { context, output } = capture();
  let code = 0;
  await buildProgram([greet], context, env, (given) => (code = given)).parseAsync([
    'node',
    'emostream',
    ...args,
  ]);
  return { code, output: output() };
}

describe('the command line', () => {
  beforeEach(() => seen.splice(0));

  it('gives a command its typed options and operands, and passes on its exit code', async () => {
    const { code } = await call(['greet', '--max-segments', '7', '--no-text', 'Ana', 'Luis']);
    expect(code).toBe(3);
    expect(seen).toEqual([
      {
        options: expect.objectContaining({ maxSegments: 7, text: false, json: false }) as unknown,
        operands: ['Ana', 'Luis'],
      },
    ]);
  });

  it('gives a command with several operands each of them', async () => {
    const copy = defineCommand({
      name: 'copy',
      summary: 'another',
      operands: { pattern: '<from> <to>', help: 'whence and whereto' },
      options: ['json'],
      run: async (_context, _options, operands) => {
        seen.push(operands);
        return 0;
      },
    });
    const codes: number[] = [];
    const program = buildProgram([copy], capture().context, {}, (code) => codes.push(code));
    await program.parseAsync(['copy', 'a', 'b', '--json'], { from: 'user' });
    expect(codes).toEqual([0]);
    expect(seen.at(-1)).toEqual(['a', 'b']);
  });

  it('takes the environment where a flag is not given, and the file after both', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'emostream-')), 'emostream.json');
    writeFileSync(file, JSON.stringify({ maxSegments: 9, text: false }));
    await call(['greet', '--config', file], { EMOSTREAM_MAX_SEGMENTS: '8' });
    await call(['greet'], { EMOSTREAM_CONFIG: file, EMOSTREAM_TEXT: 'yes' });
    expect(seen).toMatchObject([
      { options: { maxSegments: 8, text: false } },
      { options: { maxSegments: 9, text: true } },
    ]);
  });

  it('tells a command what stands on the command line, and what would hold without it', async () => {
    const told: unknown[] = [];
    const ask = defineCommand({
      name: 'ask',
      summary: 'another',
      options: ['group', 'maxSegments'],
      run: async (_context, options, _operands, line) => {
        told.push({ options, given: [...line.given], without: line.without() });
        return 0;
      },
    });
    const env = { EMOSTREAM_GROUP: 'standing' };
    const program = buildProgram([ask], capture().context, env, () => undefined);
    await program.parseAsync(['ask', '--group', 'mine'], { from: 'user' });
    expect(told).toEqual([
      {
        options: { group: 'mine', maxSegments: 64 },
        given: ['group'],
        without: { group: 'standing', maxSegments: 64 },
      },
    ]);
  });

  it('wraps the text of a command, whatever its lines in the source, and leaves examples as they are', async () => {
    const details = `
One paragraph that is broken
in the source.

  emostream greet   Ana
  emostream greet Luis

Another one of some ${'many '.repeat(20)}words.`;
    const { context, output } = capture();
    const program = buildProgram([{ ...greet, details }], context, {}, () => undefined);
    await expect(program.parseAsync(['greet', '--help'], { from: 'user' })).rejects.toThrow();
    const help = output();
    expect(help).toContain(
      'One paragraph that is broken in the source.\n\n  emostream greet   Ana\n  emostream',
    );
    expect(Math.max(...help.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(help).toMatch(/many many\nmany/);
  });

  it('offers no flag for a secret, and tells its variable', async () => {
    await expect(call(['greet', '--sasl-password', 'x'])).rejects.toThrow("unknown option '--sasl-password'");
    const { context, output } = capture();
    const program = buildProgram([greet], context, {}, () => undefined);
    await expect(program.parseAsync(['node', 'emostream', 'greet', '--help'])).rejects.toThrow();
    expect(output()).toMatch(
      /--max-segments <n>[^]*1 to 4096[^]*EMOSTREAM_MAX_SEGMENTS[^]*KAFKA_SASL_PASSWORD/,
    );
  });

  it.each([[['--sasl-password', 'hunter2']], [['--sasl-password=hunter2']], [['--sasl-password']]])(
    'says where the secret of %j belongs, and does not repeat it',
    async (args) => {
      const error: unknown = await call(['greet', ...args]).catch((thrown: unknown) => thrown);
      expect(reportError(error, 'greet')).toEqual({
        line:
          "emostream greet: unknown option '--sasl-password': a process list would show the secret " +
          '(set the environment variable KAFKA_SASL_PASSWORD, or name a file that holds it with --sasl-password-file)',
        exitCode: 2,
      });
    },
  );

  it.each([
    [['greet', '--nope'], "emostream greet: unknown option '--nope'; see emostream greet --help"],
    [
      ['greet', '--max-segments', 'many'],
      'emostream greet: --max-segments: expected a whole number from 1 to 4096, got "many"',
    ],
    [
      ['greet', '--config', '/no/such.json'],
      'configuration file /no/such.json: there is no such file (correct --config or EMOSTREAM_CONFIG, or leave it out)',
    ],
    ...['bad topic!', '..', 'x'.repeat(250)].map((name): [string[], string] => [
      ['greet', '--emotions-topic', name],
      `"." or ".." alone, got "${name}"`,
    ]),
    [
      ['greet', '--emotions-topic', 'niño'],
      'emostream greet: --emotions-topic: expected the name of a topic, 1 to 249 of the letters A to Z',
    ],
    [['greet', '--config', tmpdir()], `configuration file ${tmpdir()}: it is a folder, and a file is needed`],
  ])('says what is wrong with %j on one line, exit code 2', async (args, line) => {
    const error: unknown = await call(args).catch((thrown: unknown) => thrown);
    const report = reportError(error, 'greet');
    expect(report.line).toContain(line);
    expect(report.line).not.toContain('\n');
    expect(report.exitCode).toBe(2);
  });

  it('knows no other command', async () => {
    const error: unknown = await call(['sing']).catch((thrown: unknown) => thrown);
    expect(reportError(error, undefined).line).toContain("emostream: unknown command 'sing'");
  });
});

describe('reportError', () => {
  it('calls what nobody foresaw a bug, with its stack', () => {
    const { line, exitCode } = reportError(new TypeError('x is not a function'), 'run');
    expect(line).toContain('this is a bug');
    expect(line).toContain('x is not a function');
    expect(exitCode).toBe(70);
  });
});
