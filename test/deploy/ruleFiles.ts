import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../../src/common/packageRoot';

export interface RecordingRule {
  record: string;
  expr: string;
}

export interface AlertRule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook_url: string };
}

function rulesOf(name: string): unknown[] {
  const text = readFileSync(join(rulesFolder, name), 'utf8');
  const { groups } = parse(text) as { groups: { rules: unknown[] }[] };
  return groups.flatMap(({ rules }) => rules);
}

export const rulesFolder = join(packageRoot, 'deploy', 'prometheus', 'rules');
export const recordingRules = rulesOf('recording.yml') as RecordingRule[];
export const alertRules = rulesOf('alerts.yml') as AlertRule[];
