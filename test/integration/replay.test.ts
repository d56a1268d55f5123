import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/evaluation';
import { packageRoot } from '../../src/common/packageRoot';
import { replayFile } from '../../src/app/replay/replayFile';
import { optionGroups, taggerOptions } from '../../src/config/optionGroups';
import { resolveOptions } from '../../src/config/resolveOptions';
import type { LoadedModel } from '../../src/model/loadModel';
import { createLogger } from '../../src/observability/logger';
import { jsonLines, killClis, runCli, startCli } from '../support/cli';
import { characterTokenizer, FakeClassifier } from '../support/fakeModel';
import { withBroker } from '../support/withBroker';

const broker = withBroker();
afterEach(killClis);

const folder = mkdtempSync(join(tmpdir(), 'emostream-replay-'));
const data = join(folder, 'test.csv');
const rows = [
  ['a1', 'uno', 'joy', '¡Qué alegría, hemos ganado la final!'],
  ['a2', 'uno', 'sadness', 'Estoy muy triste, he perdido a mi madre.'],
  ['b1', 'dos', 'neutral', 'El pleno empieza a las diez de la mañana.'],
  ['b2', 'dos', 'anger', '¡Estoy harto, que dimitan todos!'],
  ['b3', 'dos', 'disgust', 'Es repugnante lo que hacen con el dinero.'],
];
writeFileSync(
  data,
  [
    'id,youtube_key,start_ms,end_ms,emotion,text',
    ...rows.map(([id, video, emotion, text], n) =>
      [id, video, n * 1000, n * 1000 + 900, emotion, `"${text}"`].join(','),
    ),
  ].join('\n'),
);

function flags(tag: string): string[] {
  const run = broker.group(tag);
  return [
    ...['--brokers', broker.brokers.join(','), '--group', run, '--with-tagger', '--data', data],
    ...['--segments-topic', `segments-${run}`, '--emotions-topic', `emotions-${run}`],
    ...['--dead-letter-topic', `dead-${run}`],
  ];
}

describe('emostream replay', () => {
  it('scores the stream as offline, and says label by label that they are the same', async () => {
    const out = join(folder, 'run');
    const replayed = await runCli([
      'replay',
      ...flags('same'),
      '--against',
      'offline',
      '--out',
      out,
      '--json',
    ]);
    expect(replayed.code).toBe(0);
    const [report] = jsonLines<Report & Record<string, unknown>>(replayed.stdout);
    const { stream, ...quality } = report!;
    expect(stream).toMatchObject({ missing: 0, duplicates: 0, reordered: 0, deadLetters: 0 });
    expect(quality).toEqual(jsonLines((await runCli(['evaluate', data, '--json'])).stdout)[0]);
    expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('0 of 5 rows are labelled differently');
  });

  it('runs a second model in the shadow, on topics of its own, and compares the two', async () => {
    const shadow = join(packageRoot, 'models', 'es-emotion');
    const { code, stdout } = await runCli(['replay', ...flags('shadow'), '--shadow-model', shadow]);
    expect(code).toBe(0);
    expect(stdout).toContain('0 of 5 rows are labelled differently');
    expect(stdout).toContain("McNemar's test");
  });

  it('closes the model of --against offline, although no tagger of its own used it', async () => {
    const labels = rows.map(([, , emotion]) => emotion!);
    const classifier = Object.assign(new FakeClassifier(), { labels });
    const close = jest.spyOn(classifier, 'close');
    const open = async (): Promise<LoadedModel> => ({ classifier, tokenizer: characterTokenizer });
    const options = resolveOptions([...taggerOptions, ...optionGroups.replay, 'language', 'pace'], {
      flags: {
        ...{ brokers: broker.brokers.join(','), data, group: broker.group('offline'), pace: 'max' },
        ...{ against: 'offline', withTagger: false, idleSeconds: 1, segmentsTopic: broker.group('offline') },
      },
      env: {},
    });
    const silent = (): void => undefined;
    const caller = {
      signal: new AbortController().signal,
      logger: createLogger({ level: 'silent' }),
      ...{ onProgress: silent, onWarning: silent, onStart: silent, onAnswered: silent, onOffline: silent },
    };
    await expect(replayFile(undefined, options, caller, open)).rejects.toThrow('no answered row');
    expect(close).toHaveBeenCalled();
  });

  it('refuses gold labels that its model, or that of a tagger on the cluster, does not have', async () => {
    const strange = join(folder, 'strange.csv');
    writeFileSync(strange, readFileSync(data, 'utf8').replace('sadness', 'gloom'));
    const args = [...flags('strange'), strange];
    const { code, stderr } = await runCli(['replay', ...args]);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot give: gloom (1 of 5 rows)');

    const topics = flags('foreign').filter((flag) => !['--with-tagger', '--data', data].includes(flag));
    const tagger = startCli(['run', ...topics]);
    const other = await runCli(['replay', ...topics, '--data', strange, '--idle-seconds', '60']);
    expect(other.code).toBe(1);
    expect(other.stderr).toContain('cannot give: gloom (1 of 5 rows)');
    tagger.child.kill('SIGTERM');
    await tagger.finished;
  });

  it('gives up when no tagger answers, names what is missing and exits with 1', async () => {
    const args = flags('nobody').filter((flag) => flag !== '--with-tagger');
    const { code, stderr } = await runCli(['replay', ...args, '--idle-seconds', '2']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no answered row.*see that the tagger runs/);
  });
});
