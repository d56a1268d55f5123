import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/common/packageRoot';
import { dashboard } from './grafana/dashboard';
import { prometheusRule } from './kubernetes/prometheusRule';

/** The generated files of deploy/: path from the root of the repository to content. */
export function generatedFiles(): Record<string, string> {
  const rules = (name: string): string =>
    readFileSync(join(packageRoot, 'deploy', 'prometheus', 'rules', name), 'utf8');
  return {
    'deploy/grafana/dashboards/emostream.json': `${JSON.stringify(dashboard(), null, 2)}\n`,
    'deploy/kubernetes/monitoring/prometheusrule.yaml': prometheusRule([
      rules('recording.yml'),
      rules('alerts.yml'),
    ]),
  };
}

if (require.main === module) {
  for (const [path, content] of Object.entries(generatedFiles()))
    writeFileSync(join(packageRoot, path), content);
}
