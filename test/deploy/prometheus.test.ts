import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { createClient } from '../../src/kafka/kafkajs/KafkajsClient';
import { KafkajsWriter } from '../../src/kafka/kafkajs/KafkajsWriter';
import { packageRoot } from '../../src/common/packageRoot';
import { killClis, runCli, startCli, type RunningCli } from '../support/cli';
import { eventually, withBroker } from '../support/withBroker';
import { asSent, dashboardJson, dashboardQueries } from './dashboardQueries';
import { PrometheusServer } from './PrometheusServer';
import { recordingRules, rulesFolder } from './ruleFiles';

/** Debian: apt-get install prometheus. */
const installed = ['prometheus', 'promtool'].every(
  (program) => spawnSync(program, ['--version']).status === 0,
);
const describeWithPrometheus = installed ? describe : describe.skip;

const prometheusFolder = join(packageRoot, 'deploy', 'prometheus');
const token = 'a-token-of-this-test';
const tokenFile = join(mkdtempSync(join(tmpdir(), 'emostream-token-')), 'http-token');

function promtool(args: readonly string[], input = ''): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8', input });
  return { status, output: stdout + stderr };
}

/** The configuration that is shipped, with this test's tagger, rules and token, and with a hurry. */
function configFor(taggerAddress: string): string {
  const config = parse(readFileSync(join(prometheusFolder, 'prometheus.yml'), 'utf8')) as {
    global: object;
    scrape_configs: Record<string, unknown>[];
  };
  const [job] = config.scrape_configs;
  delete job!['dns_sd_configs'];
  return stringify({
    ...config,
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [join(rulesFolder, '*.yml')],
    scrape_configs: [
      {
        ...job,
        static_configs: [{ targets: [taggerAddress] }],
        authorization: { credentials_file: tokenFile },
      },
    ],
  });
}

describeWithPrometheus('promtool (skipped where Prometheus is not installed)', () => {
  it('finds the configuration and the rules valid', () => {
    const config = join(prometheusFolder, 'prometheus.yml');
    expect(promtool(['check', 'config', '--syntax-only', config])).toMatchObject({ status: 0 });
    const rules = readdirSync(rulesFolder).map((name) => join(rulesFolder, name));
    expect(promtool(['check', 'rules', ...rules])).toMatchObject({ status: 0 });
  });

  it('sees each rule record and each alert fire as expected', () => {
    const tests = readdirSync(join(prometheusFolder, 'tests')).map((name) =>
      join(prometheusFolder, 'tests', name),
    );
    const { status, output } = promtool(['test', 'rules', ...tests]);
    expect({ status, output }).toMatchObject({ status: 0 });
  });
});

describeWithPrometheus('Prometheus on a tagger at work (skipped where it is not installed)', () => {
  const broker = withBroker();
  let tagger: RunningCli;
  let taggerAddress: string;
  let prometheus: PrometheusServer;

  function onTopics(): string[] {
    const run = broker.group('prometheus');
    return [
      ...['--brokers', broker.brokers.join(',')],
      ...['--segments-topic', `segments-${run}`, '--emotions-topic', `emotions-${run}`],
      ...['--dead-letter-topic', `dead-${run}`],
    ];
  }

  const play = (file: string, stream: string, pace: string) =>
    runCli([
      'produce',
      join(packageRoot, 'samples', file),
      '--stream',
      stream,
      '--pace',
      pace,
      ...onTopics(),
    ]);

  beforeAll(async () => {
    writeFileSync(tokenFile, `${token}\n`);
    tagger = startCli(['run', '--http-host', '0.0.0.0', '--http-port', '0', ...onTopics()], {
      env: { EMOSTREAM_GROUP: broker.group('prometheus'), EMOSTREAM_HTTP_TOKEN_FILE: tokenFile },
    });
    await eventually('the tagger tells where its metrics are', () => tagger.stderr().includes('/metrics'));
    const [, port] = /0\.0\.0\.0:(\d+)\/metrics/.exec(tagger.stderr()) ?? [];
    taggerAddress = `127.0.0.1:${port!}`;
    prometheus = await PrometheusServer.start(configFor(taggerAddress));
    await eventually(
      'it is scraped',
      async () => (await prometheus.query('emostream_ready == 1')).length > 0,
    );
    // Enough for the drift, which wants 200, then a broadcast that lasts many scrapes, with a dead letter before it.
    for (const stream of ['a', 'b', 'c', 'd']) await play('asamblea-ecuador-sesion-060.json', stream, 'max');
    const publisher = new KafkajsWriter(
      createClient(broker.kafka()),
      `segments-${broker.group('prometheus')}`,
    );
    await publisher.write([{ key: 'debate', value: Buffer.from('no segment') }]);
    await publisher.close();
    await play('debate-es.vtt', 'debate', '20x');
    await eventually('all is labelled and seen', async () => {
      const [labelled] = await prometheus.query('sum(emostream_predictions_total)');
      return Number(labelled?.value[1]) >= 4 * 64 + 36;
    });
  }, 240_000);

  afterAll(async () => {
    killClis();
    await (prometheus as PrometheusServer | undefined)?.stop();
  });

  it.each(dashboardQueries)('$panel has data: $expr', async ({ expr }) => {
    const samples = await prometheus.query(asSent(expr, '2m'));
    expect(samples.map(({ value }) => Number(value[1])).filter(Number.isFinite)).not.toEqual([]);
  });

  it('the dashboard finds its job and its instances', async () => {
    const asked = dashboardJson.templating.list.map(({ query }) =>
      /^label_values\((.*), (\w+)\)$/.exec(asSent(query, '2m')),
    );
    const values = await Promise.all(
      asked
        .filter((match) => match !== null)
        .map(([, selector = '', label = '']) => prometheus.labelValues(label, selector)),
    );
    expect(values).toEqual([['emostream'], [taggerAddress]]);
  });

  it('each rule can be evaluated, and each recording has data', async () => {
    const rules = await prometheus.rules();
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
    for (const { record } of recordingRules) {
      const values = (await prometheus.query(record)).map(({ value }) => Number(value[1]));
      expect({ record, values: values.filter(Number.isFinite) }).not.toEqual({ record, values: [] });
    }
  });

  it('the metrics cannot be read without the token', async () => {
    const url = `http://${taggerAddress}/metrics`;
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  it('promtool accepts the metrics, apart from three names of prom-client', async () => {
    const answer = await fetch(`http://${taggerAddress}/metrics`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { output } = promtool(['check', 'metrics'], await answer.text());
    const complaints = output.split('\n').filter((line) => line !== '');
    expect(complaints.filter((line) => !line.startsWith('nodejs_active_'))).toEqual([]);
  });

  it('an alert fires for a tagger that dies; before, only alerts about emotions may fire', async () => {
    const others = 'ALERTS{severity!="info", alertname!="EmostreamDrift"}';
    await eventually('no alert is there', async () => (await prometheus.query(others)).length === 0);
    tagger.child.kill('SIGKILL');
    await eventually('EmostreamDown is on its way', async () => {
      const alerts = await prometheus.query('ALERTS{alertname="EmostreamDown"}');
      return alerts.some(({ metric }) => metric['instance'] === taggerAddress);
    });
  });
});
