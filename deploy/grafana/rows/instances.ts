import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { query, queryNow, stacked, timeSeries } from '../panels';
import { datasource, of, rate, sumRate } from '../series';

/** Each tagger, with its Kafka transactions and its use of the machine. */
export const instances = [
  new Table()
    .title('Model and engine')
    .description('Model (name and content hash) and engine of each instance.')
    .datasource(datasource)
    .height(8)
    .span(12)
    .withTarget(
      queryNow(`sum by (instance, model, engine) (${of('emostream_model_info')})`, '{{instance}}').format(
        PromQueryFormat.Table,
      ),
    )
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true, Value: true },
        indexByName: { instance: 0, model: 1, engine: 2 },
      },
    }),
  timeSeries({ title: 'Segments by instance', description: 'Labelled per second.', unit: 'reqps' })
    .span(12)
    .withTarget(query(sumRate('emostream_predictions_total', 'instance'), '{{instance}}')),
  stacked({
    title: 'Transactions',
    description:
      'Kafka transactions per second. An aborted one is repeated, so nothing is lost; many are a sign of a problem.',
    unit: 'reqps',
  })
    .span(12)
    .withTarget(query(sumRate('emostream_transactions_total', 'outcome'), '{{outcome}}'))
    .overrideByName('committed', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'green' } }])
    .overrideByName('aborted', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'red' } }]),
  timeSeries({
    title: 'Rebalances',
    description:
      'How often an instance was assigned partitions in the interval: at its start, and when others join or leave.',
    unit: 'short',
  })
    .span(12)
    .withTarget(
      query(
        `sum by (instance) (increase(${of('emostream_rebalances_total')}[$__rate_interval]))`,
        '{{instance}}',
      ),
    ),
  timeSeries({ title: 'CPU', description: 'Cores in use.', unit: 'short' })
    .span(8)
    .min(0)
    .withTarget(query(`sum by (instance) (${rate('process_cpu_seconds_total')})`, '{{instance}}')),
  timeSeries({
    title: 'Memory',
    description: 'Resident memory: the model, the heap and the segments in flight.',
    unit: 'bytes',
  })
    .span(8)
    .min(0)
    .withTarget(query(`sum by (instance) (${of('process_resident_memory_bytes')})`, '{{instance}}')),
  timeSeries({
    title: 'Event loop delay p99',
    description: 'How late Node runs its timers and sockets. Heartbeats to Kafka depend on it.',
    unit: 's',
  })
    .span(8)
    .min(0)
    .withTarget(query(`max by (instance) (${of('nodejs_eventloop_lag_p99_seconds')})`, '{{instance}}')),
];
