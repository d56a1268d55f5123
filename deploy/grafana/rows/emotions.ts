import * as common from '@grafana/grafana-foundation-sdk/common';
import {
  HeatmapColorMode,
  HeatmapColorOptionsBuilder,
  PanelBuilder as Heatmap,
} from '@grafana/grafana-foundation-sdk/heatmap';
import {
  PanelBuilder as PieChart,
  PieChartLabels,
  PieChartLegendOptionsBuilder,
  PieChartType,
} from '@grafana/grafana-foundation-sdk/piechart';
import { PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { emotionColors } from '../emotionColors';
import { limitLines, limits, query, queryNow, stacked, timeSeries } from '../panels';
import { datasource, mean, of, sumRate } from '../series';

const predictions = sumRate('emostream_predictions_total', 'emotion');

/** What was felt, and how sure the model is of it. */
export const emotions = [
  stacked(
    {
      title: 'Emotions over time',
      description: 'Share of each emotion in the segments labelled.',
      unit: 'reqps',
    },
    common.StackingMode.Percent,
  )
    .height(10)
    .span(17)
    // A talk gives a segment every few seconds: shares of less than this are noise.
    .interval('30s')
    .overrides(emotionColors)
    .withTarget(query(predictions, '{{emotion}}')),
  new PieChart()
    .title('Emotions of the whole range')
    .description('Segments labelled with each emotion in the time shown.')
    .datasource(datasource)
    .unit('short')
    .decimals(0)
    .height(10)
    .span(7)
    .pieType(PieChartType.Donut)
    .displayLabels([PieChartLabels.Name, PieChartLabels.Percent])
    .legend(new PieChartLegendOptionsBuilder().showLegend(false))
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .overrides(emotionColors)
    .withTarget(
      queryNow(`sum by (emotion) (increase(${of('emostream_predictions_total')}[$__range]))`, '{{emotion}}'),
    ),
  timeSeries({ title: 'Rate by emotion', description: 'Segments labelled per second.', unit: 'reqps' })
    .span(8)
    .overrides(emotionColors)
    .withTarget(query(predictions, '{{emotion}}')),
  timeSeries({
    title: 'Confidence by emotion',
    description: 'Mean probability of the emotion that was given. A gap: it was not given.',
    unit: 'percentunit',
  })
    .span(8)
    .min(0)
    .max(1)
    .overrides(emotionColors)
    .withTarget(query(mean('emostream_prediction_confidence', 'emotion'), '{{emotion}}')),
  timeSeries({
    title: 'Drift',
    description:
      'Population stability index of the emotions given against the training data, by instance. Above 0.1 look, above 0.25 act. A shift may be the topic of the day: the runbook tells how to find out.',
    unit: 'short',
  })
    .span(8)
    .min(0)
    .axisSoftMax(0.3)
    .thresholds(limits(0.1, 0.25))
    .thresholdsStyle(limitLines())
    .withTarget(query(`max by (instance) (${of('emostream_class_drift')})`, '{{instance}}')),
  new Heatmap()
    .title('Confidence')
    .description(
      'How many segments were labelled with which probability: bright on top is a model that is sure.',
    )
    .datasource(datasource)
    .height(8)
    .span(24)
    .calculate(false)
    .color(new HeatmapColorOptionsBuilder().mode(HeatmapColorMode.Scheme).scheme('Magma').steps(64))
    .withTarget(
      query(sumRate('emostream_prediction_confidence_bucket', 'le'), '{{le}}').format(
        PromQueryFormat.Heatmap,
      ),
    ),
];
