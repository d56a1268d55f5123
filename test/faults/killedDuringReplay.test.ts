import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/evaluation';
import { ensureTopics } from '../../src/kafka/kafkajs/ensureTopics';
import { packageRoot } from '../../src/common/packageRoot';
import { jsonLines, killClis, runCli, startCli, startTaggerCli } from '../support/cli';
import { readAll } from '../support/taggerBench';
import { eventually, withBroker } from '../support/withBroker';

const data = join(packageRoot, '..', 'shared', 'data', 'emospeech-2024');
const describeWithData = existsSync(data) ? describe : describe.skip;
const broker = withBroker();
afterEach(killClis);

describeWithData('the test split through the stream (../shared/data/emospeech-2024)', () => {
  it('scores as offline to the last digit, all answered, with the tagger killed in the middle', async () => {
    const run = broker.group('replay');
    const topics = { segments: `segments-${run}`, labels: `emotions-${run}`, deadLetters: `dead-${run}` };
    const flags = [
      ...['--brokers', broker.brokers.join(','), '--segments-topic', topics.segments],
      ...['--emotions-topic', topics.labels, '--dead-letter-topic', topics.deadLetters],
    ];
    const kafka = broker.kafka();
    await ensureTopics(kafka, { names: topics, partitions: 4 });
    const tagger = () => startTaggerCli(broker.brokers, topics, run);
    const files = ['--data', join(data, 'test.csv'), '--train', join(data, 'train.csv')];
    const out = mkdtempSync(join(tmpdir(), 'emostream-replay-'));

    const first = tagger();
    const replay = startCli(['replay', ...files, ...flags, '--out', out, '--json']);
    await eventually(
      'the replay is under way',
      async () => (await readAll(kafka, topics.labels)).length > 150,
    );
    first.child.kill('SIGKILL');
    await first.finished;
    const second = tagger();
    const { code, stdout } = await replay.finished;
    second.child.kill('SIGTERM');
    const ended = await second.finished;
    // Its log says why it did not end well.
    expect({ code: ended.code, log: ended.code === 0 ? '' : ended.stderr }).toEqual({ code: 0, log: '' });
    expect(code).toBe(0);

    const [report] = jsonLines<Report & Record<string, unknown>>(stdout);
    const { stream, ...quality } = report!;
    expect(stream).toMatchObject({ missing: 0, duplicates: 0, reordered: 0, deadLetters: 0 });
    expect(quality.n).toBe(750);
    const offline = await runCli(['evaluate', ...files, '--json', '--against', out]);
    expect(offline.code).toBe(0);
    expect(quality).toEqual(jsonLines(offline.stdout)[0]);
    expect(existsSync(join(out, 'report.html'))).toBe(true);
  }, 400_000);
});
