import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textSegment } from '../../src/records/TranscriptSegment';
import type { EmotionLabel } from '../../src/records/EmotionLabel';
import { jsonLines, killClis, runCli, startCli } from '../support/cli';
import { greatestLogitError, readReference } from '../support/referenceLogits';
import { createTopics, publish, topicOptions } from '../support/taggerBench';
import { eventually, withBroker } from '../support/withBroker';
import { describeWithShared } from '../training/support/shared';
import { useTensorflow } from '../training/support/useTensorflow';

/** Of a logit, beside PyTorch's. */
const tolerance = 1e-4;

/** The tokens at which PyTorch's texts were cut. */
const maxTokens = { tiny: '64', 'e5-es': '512' };

describeWithShared("--engine tfjs gives PyTorch's logits", () => {
  const broker = withBroker();
  useTensorflow();
  afterEach(killClis);

  it.each(['tiny', 'e5-es'] as const)(
    'by tag, with %s',
    async (model) => {
      const reference = await readReference(model);
      const stdin = reference.rows.map(({ id, text }) => JSON.stringify({ id, text })).join('\n');
      const args = ['tag', '--engine', 'tfjs', '--model', reference.folder, '--json'];
      const { code, stdout, stderr } = await runCli([...args, '--max-sequence-tokens', maxTokens[model]], {
        stdin,
      });
      expect({ code, stderr }).toMatchObject({ code: 0 });
      const labels = jsonLines<EmotionLabel>(stdout);
      expect(labels).toHaveLength(reference.rows.length);
      expect(greatestLogitError(reference, labels)).toBeLessThan(tolerance);
    },
    300_000,
  );

  it('by run, which tells class drift against the rows that a checkpoint was trained on', async () => {
    const reference = await readReference('tiny');
    const folder = mkdtempSync(join(tmpdir(), 'tfjs-run-'));
    cpSync(reference.folder, folder, { recursive: true });
    const classCounts = Object.fromEntries(reference.labels.map((label) => [label, 10]));
    writeFileSync(join(folder, 'run.json'), JSON.stringify({ fingerprint: 'f', result: { classCounts } }));

    const topics = await createTopics(broker.kafka(), broker.group('tfjs'));
    const segments = reference.rows.map(({ id, text }, row) =>
      textSegment(`stream-${row % 3}`, row, text, { segmentId: id }),
    );
    await publish(broker.kafka(), topics.segments, segments);
    const tagger = startCli([
      ...['run', '--engine', 'tfjs', '--model', folder, '--max-sequence-tokens', maxTokens.tiny, '--json'],
      ...['--group', broker.group('tfjs'), '--http-port', '0', ...topicOptions(broker, 'tfjs').args],
    ]);
    await eventually('all are labelled', () => tagger.stdout().split('\n').length > segments.length);
    const metrics = /"metrics":"([^"]+)"/.exec(tagger.stderr())?.[1] ?? '';
    expect(await (await fetch(metrics)).text()).toMatch(/emostream_class_drift\{[^}]*baseline="training"/);
    tagger.child.kill('SIGTERM');
    const { code, stdout, stderr } = await tagger.finished;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const labels = jsonLines<EmotionLabel>(stdout);
    expect(labels).toHaveLength(segments.length);
    expect(greatestLogitError(reference, labels)).toBeLessThan(tolerance);
    rmSync(folder, { recursive: true });
  }, 120_000);
});
