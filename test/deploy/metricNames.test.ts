import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emotionColors } from '../../src/common/emotionPalette';
import { knownEmotions } from '../../src/common/labelOrder';
import { Metrics } from '../../src/observability/Metrics';
import { packageRoot } from '../../src/common/packageRoot';
import { dashboardJson, dashboardQueries } from './dashboardQueries';
import { alertRules, recordingRules } from './ruleFiles';

const histogramSeries = ['_bucket', '_sum', '_count'];

/** The names of all series that /metrics has. */
async function exposedNames(): Promise<Set<string>> {
  const { text } = await new Metrics({ deadLetterReasons: [] }).expose();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name = '', type]) =>
      type === 'histogram' ? histogramSeries.map((series) => name + series) : [name],
    ),
  );
}

/** Metrics that an expression reads; names with a colon are recorded by rules. */
function metricsIn(expr: string): string[] {
  return expr.match(/\b(?:emostream|process|nodejs)_[a-z0-9_]+|\b\w+:\w+:\w+/g) ?? [];
}

const recorded = new Set(recordingRules.map(({ record }) => record));

it.each([
  ...dashboardQueries.map(({ panel, expr }) => ({ place: `panel ${panel}`, expr })),
  ...dashboardJson.templating.list
    .filter(({ query }) => query.startsWith('label_values'))
    .map(({ name, query }) => ({ place: `variable ${name}`, expr: query })),
  ...recordingRules.map(({ record, expr }) => ({ place: `recording ${record}`, expr })),
  ...alertRules.map(({ alert, labels, expr }) => ({ place: `alert ${alert} (${labels.severity})`, expr })),
])('$place reads metrics that are there', async ({ expr }) => {
  const names = metricsIn(expr).filter((name) => !recorded.has(name));
  const exposed = await exposedNames();
  expect(names.filter((name) => !exposed.has(name))).toEqual([]);
  expect(metricsIn(expr).length + Number(expr.includes('up{'))).toBeGreaterThan(0);
});

it('each alert links to its section of the runbook', () => {
  const runbook = readFileSync(join(packageRoot, 'docs', 'runbook.md'), 'utf8');
  // An anchor is the heading in lower case.
  const anchors = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, heading = '']) => heading);
  expect(anchors.sort()).toEqual([...new Set(alertRules.map(({ alert }) => alert))].sort());
  for (const { alert, annotations } of alertRules) {
    expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
  }
});

it('the dashboard has the colours of the reports', () => {
  const text = JSON.stringify(dashboardJson);
  for (const emotion of knownEmotions) {
    expect(text).toContain(
      JSON.stringify([{ id: 'color', value: { mode: 'fixed', fixedColor: emotionColors('dark')[emotion] } }]),
    );
  }
});
