import { Metrics, type MetricDescription } from './Metrics';

/** The values of each label. */
const labelMeanings: Readonly<Record<string, string>> = {
  baseline:
    'what drift is measured against: `training`, `validation`, `start`, or `none` where there is no baseline (yet)',
  emotion: 'a class of the model, by the name that the model gives it',
  engine: 'the engine that runs the model: `onnx-cpu-int8`, ...',
  model: "the model's name, `@`, and the first 12 digits of its content hash",
  outcome: '`committed` or `aborted`',
  partition: 'a partition of the segments topic',
  reason: 'the reason of a dead letter, as in `src/records/DeadLetter.ts`',
  topic: 'the segments topic',
  window: 'how many of the last labels are compared: `1000` or `10000`',
};

/** The text of docs/metrics.md (`npm run docs`). */
export function metricsMarkdown(): string {
  const metrics = new Metrics({ deadLetterReasons: [], nodeMetrics: false }).describe();
  const labels = [...new Set(metrics.flatMap((metric) => metric.labels))].sort();
  return `# Metrics

Generated from \`src/observability/metricSet.ts\` by \`npm run docs\`. The tagger serves the metrics at \`/metrics\` in
Prometheus's text format, with Node's own metrics (\`nodejs_*\` and \`process_*\`). Units are base units: seconds, and
ratios from 0 to 1. Every counter starts at 0 when the tagger starts. Drift is explained in [drift.md](drift.md).

| metric | type | labels | meaning |
| --- | --- | --- | --- |
${metrics.map(row).join('\n')}

| label | values |
| --- | --- |
${labels.map((label) => `| \`${label}\` | ${labelMeaning(label)} |`).join('\n')}

A histogram \`x\` has the series \`x_bucket\`, \`x_sum\` and \`x_count\`. No label holds a segment, a stream or a
speaker, since each value would be a time series.
`;
}

function row({ name, type, labels, help }: MetricDescription): string {
  return `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`;
}

function labelMeaning(label: string): string {
  const meaning = labelMeanings[label];
  if (meaning === undefined) throw new Error(`metricsMarkdown.ts has no description of the label ${label}`);
  return meaning;
}
