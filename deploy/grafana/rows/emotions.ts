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

/** The predicted emotions, and the confidence of the model. */
export const emotions = [
  stacked(
    {
      title: 'Emotions over time',
      description: 'Share of each emotion in the labelled segments.',
      unit: 'reqps',
    },
    common.StackingMode.Percent,
  )
    .height(10)
    .span(17)
    // Speech gives a segment every few seconds: shares over a shorter time are noise.
    .interval('30s')
    .overrides(emotionColors)
    .withTarget(query(predictions, '{{emotion}}')),
  new PieChart()
    .title('Emotions of the whole time range')
    .description('Labelled segments of each emotion in the whole time range.')
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
    description: 'Mean probability of each predicted emotion. A gap means that it was not predicted.',
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
      'Population stability index of the predicted emotions against the training data, by instance. ' +
      'Above 0.1 look into it, above 0.25 act. A shift may come from the topic of the day: see the runbook.',
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
    .description('Segments by confidence. Bright at the top means that the model is confident.')
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
