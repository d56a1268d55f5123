import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { generatedFiles } from '../../deploy/generate';
import { packageRoot } from '../../src/common/packageRoot';
import { alertRules, recordingRules } from './ruleFiles';

it.each(Object.entries(generatedFiles()))(
  '%s is as its source makes it (npm run deploy:generate)',
  (path, made) => {
    expect(readFileSync(join(packageRoot, path), 'utf8')).toBe(made);
  },
);

it('the PrometheusRule has all rules of the files', () => {
  const resource = parse(generatedFiles()['deploy/kubernetes/monitoring/prometheusrule.yaml'] ?? '') as {
    spec: { groups: { rules: unknown[] }[] };
  };
  expect(resource.spec.groups.flatMap(({ rules }) => rules)).toEqual([...recordingRules, ...alertRules]);
});
