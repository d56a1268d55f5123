// This is the first format of dashboards: every Grafana loads it from a file; not every one loads its successor.
/* eslint-disable @typescript-eslint/no-deprecated */
import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  type Panel,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { emotions } from './rows/emotions';
import { engine } from './rows/engine';
import { instances } from './rows/instances';
import { overview } from './rows/overview';
import { stream } from './rows/stream';
import { datasource } from './series';

/** Titles and panels from top to bottom, from what users see to what operators need. */
const rows: readonly { title: string; panels: readonly Builder<Panel>[] }[] = [
  { title: 'Emotions', panels: emotions },
  { title: 'Lag, latency and dead letters', panels: stream },
  { title: 'Micro-batches and engine', panels: engine },
  { title: 'Instances and Kafka', panels: instances },
];

/** The dashboard of the tagger, in the format that Grafana 12 loads. */
export function dashboard(): Dashboard {
  const builder = new DashboardBuilder('emostream')
    .uid('emostream')
    .description('Emotions of live speech: labels, confidence, latency, and the state of the taggers.')
    .tags(['emostream', 'kafka'])
    .time({ from: 'now-30m', to: 'now' })
    .refresh('5s')
    .tooltip(DashboardCursorSync.Crosshair)
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'))
    .withVariable(choice('job', 'Job', 'label_values(emostream_model_info, job)'))
    .withVariable(choice('instance', 'Instance', 'label_values(emostream_model_info{job=~"$job"}, instance)'))
    .annotation(
      new AnnotationQueryBuilder()
        .name('Alerts')
        .datasource(datasource)
        .enable(true)
        .iconColor('red')
        .expr('ALERTS{alertname=~"Emostream.+", alertstate="firing"}')
        .titleFormat('{{alertname}}')
        .textFormat('{{severity}} {{instance}}'),
    );
  for (const panel of overview) builder.withPanel(panel);
  for (const { title, panels } of rows) {
    builder.withRow(new RowBuilder(title));
    for (const panel of panels) builder.withPanel(panel);
  }
  return numbered(builder.build());
}

/** Numbers the panels and names the queries A, B, ... as Grafana does on saving: links to panels stay valid. */
function numbered(built: Dashboard): Dashboard {
  const panels = built.panels?.map((panel, index) => ({
    ...panel,
    id: index + 1,
    ...('targets' in panel && { targets: panel.targets.map(lettered) }),
  }));
  return { ...built, panels } as Dashboard;
}

function lettered(query: Dataquery, index: number): Dataquery & { refId: string } {
  return { ...query, refId: String.fromCharCode('A'.charCodeAt(0) + index) };
}

function choice(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query(query)
    .multi(true)
    .includeAll(true)
    .allValue('.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc);
}
