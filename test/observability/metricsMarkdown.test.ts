import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Metrics } from '../../src/observability/Metrics';
import { metricsMarkdown } from '../../src/observability/metricsMarkdown';
import { packageRoot } from '../../src/common/packageRoot';

test('docs/metrics.md matches the registry (else: npm run docs)', () => {
  expect(readFileSync(join(packageRoot, 'docs', 'metrics.md'), 'utf8')).toBe(metricsMarkdown());
});

test('every metric has the prefix, a sentence, and labels from the list', () => {
  const metrics = new Metrics({ deadLetterReasons: [], nodeMetrics: false }).describe();
  expect(metrics.length).toBeGreaterThan(15);
  const closed = /^(baseline|emotion|engine|model|outcome|partition|reason|topic|window)$/;
  for (const { name, type, labels, help } of metrics) {
    expect(name).toMatch(/^emostream_[a-z_]+$/);
    expect(type).toMatch(/^(counter|gauge|histogram)$/);
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(help).toMatch(/\.$/);
    for (const label of labels) expect(label).toMatch(closed);
  }
});
