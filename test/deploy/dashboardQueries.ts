import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/common/packageRoot';

export interface DashboardQuery {
  /** Title of the panel. */
  panel: string;
  /** PromQL with Grafana's variables in it. */
  expr: string;
}

interface PanelJson {
  title: string;
  targets?: { expr: string }[];
}

interface DashboardJson {
  panels: PanelJson[];
  templating: { list: { name: string; query: string }[] };
}

export const dashboardJson = JSON.parse(
  readFileSync(join(packageRoot, 'deploy', 'grafana', 'dashboards', 'emostream.json'), 'utf8'),
) as DashboardJson;

/** Every query of every panel, of the dashboard as it is shipped. */
export const dashboardQueries: DashboardQuery[] = dashboardJson.panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr }) => ({ panel: title, expr })),
);

/** What Grafana sends for it, with all jobs and instances chosen. @param interval such as `30s` */
export function asSent(expr: string, interval: string): string {
  return expr.replace(/\$(job|instance)\b/g, '.+').replace(/\$__(rate_interval|range)\b/g, interval);
}
