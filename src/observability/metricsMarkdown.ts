import { Metrics, type MetricDescription } from './Metrics';

/** What each label may be. */
const labelMeanings: Readonly<Record<string, string>> = {
  baseline:
    'what drift is measured from: `training`, `validation`, `start`, or `none` where nothing is known yet',
  emotion: "a class of the model, by the model's own name for it",
  engine: 'what runs the model: `onnx-cpu-int8`, ...',
  model: "the model's name, `@`, and the first 12 digits of its content hash",
  outcome: '`committed` or `aborted`',
  partition: 'of the segments topic',
  reason: 'a reason of a dead letter, as in `src/records/DeadLetter.ts`',
  topic: 'the segments topic',
  window: 'predictions looked back on: `1000` or `10000`',
};

/** docs/metrics.md, from the metrics themselves (`npm run docs`). */
export function metricsMarkdown(): string {
  const metrics = new Metrics({ deadLetterReasons: [], nodeMetrics: false }).describe();
  const labels = [...new Set(metrics.flatMap((metric) => metric.labels))].sort();
  return `# Metrics

Made from \`src/observability/metricSet.ts\` by \`npm run docs\`. The tagger serves them at \`/metrics\` in Prometheus's
text format, beside Node's own (\`nodejs_*\` and \`process_*\`). Units are base units: seconds, and ratios from 0 to 1.
Every counter is there from the start, so that its first event is a rise. Drift is explained in [drift.md](drift.md).

| metric | type | labels | what |
| --- | --- | --- | --- |
${metrics.map(row).join('\n')}

| label | is |
| --- | --- |
${labels.map((label) => `| \`${label}\` | ${labelMeaning(label)} |`).join('\n')}

A histogram \`x\` is the series \`x_bucket\`, \`x_sum\` and \`x_count\`. No label ever holds a segment, a stream or a speaker:
each would be a time series of its own.
`;
}

function row({ name, type, labels, help }: MetricDescription): string {
  return `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`;
}

function labelMeaning(label: string): string {
  const meaning = labelMeanings[label];
  if (meaning === undefined) throw new Error(`say in metricsMarkdown.ts what the label ${label} is`);
  return meaning;
}
