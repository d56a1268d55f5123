import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { query, queryNow, stacked, timeSeries } from '../panels';
import { datasource, of, rate, sumRate } from '../series';

/** The taggers one by one, and how they get on with Kafka and with their machine. */
export const instances = [
  new Table()
    .title('Model and engine')
    .description('What each instance runs: model name, hash of its content, engine.')
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
      'Kafka transactions per second. An aborted one is done again, so nothing is lost; many mean trouble.',
    unit: 'reqps',
  })
    .span(12)
    .withTarget(query(sumRate('emostream_transactions_total', 'outcome'), '{{outcome}}'))
    .overrideByName('committed', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'green' } }])
    .overrideByName('aborted', [{ id: 'color', value: { mode: 'fixed', fixedColor: 'red' } }]),
  timeSeries({
    title: 'Rebalances',
    description:
      'How often an instance was given partitions in the interval: at its start, and when others come and go.',
    unit: 'short',
  })
    .span(12)
    .withTarget(
      query(
        `sum by (instance) (increase(${of('emostream_rebalances_total')}[$__rate_interval]))`,
        '{{instance}}',
      ),
    ),
  timeSeries({ title: 'Processor', description: 'Cores in use.', unit: 'short' })
    .span(8)
    .min(0)
    .withTarget(query(`sum by (instance) (${rate('process_cpu_seconds_total')})`, '{{instance}}')),
  timeSeries({
    title: 'Memory',
    description: 'Resident: the model, the heap and what is in flight.',
    unit: 'bytes',
  })
    .span(8)
    .min(0)
    .withTarget(query(`sum by (instance) (${of('process_resident_memory_bytes')})`, '{{instance}}')),
  timeSeries({
    title: 'Event loop delay p99',
    description: 'How late Node comes to its timers and sockets. Heartbeats to Kafka depend on it.',
    unit: 's',
  })
    .span(8)
    .min(0)
    .withTarget(query(`max by (instance) (${of('nodejs_eventloop_lag_p99_seconds')})`, '{{instance}}')),
];
