import * as common from '@grafana/grafana-foundation-sdk/common';
import { ThresholdsConfigBuilder, ThresholdsMode } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeSeriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import { datasource } from './series';

/** What all panels have: a title and the description behind the info icon. */
export interface PanelText {
  title: string;
  description: string;
  /** Grafana's name of the unit: `s`, `percentunit`, `short`, ... */
  unit: string;
}

/** One query over time. @param legend with `{{label}}` for labels of the series */
export function query(expr: string, legend: string): DataqueryBuilder {
  return new DataqueryBuilder().expr(expr).legendFormat(legend).range();
}

/** One query for the current time only. */
export function queryNow(expr: string, legend: string): DataqueryBuilder {
  return new DataqueryBuilder().expr(expr).legendFormat(legend).instant();
}

/** Lines over time; the legend has the last and the greatest value of each. */
export function timeSeries({ title, description, unit }: PanelText): TimeSeriesPanel {
  return new TimeSeriesPanel()
    .title(title)
    .description(description)
    .datasource(datasource)
    .unit(unit)
    .height(8)
    .lineWidth(2)
    .fillOpacity(8)
    .gradientMode(common.GraphGradientMode.Opacity)
    .lineInterpolation(common.LineInterpolation.Smooth)
    .showPoints(common.VisibilityMode.Never)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.Table)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true)
        .calcs(['lastNotNull', 'max']),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
}

/** Stacked areas over time. @param mode `Percent` shows shares instead of values */
export function stacked(text: PanelText, mode = common.StackingMode.Normal): TimeSeriesPanel {
  return timeSeries(text)
    .stacking(new common.StackingConfigBuilder().mode(mode))
    .gradientMode(common.GraphGradientMode.None)
    .lineInterpolation(common.LineInterpolation.Linear)
    .fillOpacity(70)
    .lineWidth(1);
}

/** One number above its curve, coloured by limits. */
export function stat({ title, description, unit }: PanelText): StatPanel {
  return new StatPanel()
    .title(title)
    .description(description)
    .datasource(datasource)
    .unit(unit)
    .height(4)
    .span(3)
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.Area)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']))
    .thresholds(limits());
}

/** From which value on the colour is orange and red, else green. Without limits it is blue: neither good nor bad. */
export function limits(orange?: number, red?: number): ThresholdsConfigBuilder {
  const steps = [
    { value: null, color: orange === undefined ? 'blue' : 'green' },
    ...(orange === undefined ? [] : [{ value: orange, color: 'orange' }]),
    ...(red === undefined ? [] : [{ value: red, color: 'red' }]),
  ];
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(steps);
}

/** The same where low values are bad: red below the first value, orange below the second. */
export function lowLimits(red: number, orange: number): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'red' },
    { value: red, color: 'orange' },
    { value: orange, color: 'green' },
  ]);
}

/** Draws the limits as dashed lines. */
export function limitLines(): common.GraphThresholdsStyleConfigBuilder {
  return new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed);
}
