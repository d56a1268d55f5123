/** The data source that is chosen in the dashboard. */
export const datasource = { type: 'prometheus', uid: '${datasource}' };

/**
 * A metric of the taggers that are chosen in the dashboard.
 *
 * @param matchers more of PromQL's label matchers, such as `outcome="aborted"`
 */
export function of(metric: string, matchers = ''): string {
  const more = matchers === '' ? '' : `, ${matchers}`;
  return `${metric}{job=~"$job", instance=~"$instance"${more}}`;
}

/** The metric's rate per second. The interval follows the zoom and is at least four scrapes. */
export function rate(metric: string, matchers?: string): string {
  return `rate(${of(metric, matchers)}[$__rate_interval])`;
}

/** The sum of the rates of all chosen taggers. @param by labels to keep, such as `emotion` */
export function sumRate(metric: string, by?: string, matchers?: string): string {
  return `sum${by === undefined ? ' ' : ` by (${by}) `}(${rate(metric, matchers)})`;
}

/** A quantile of a histogram over all chosen taggers. @param q 0 to 1 */
export function quantile(q: number, histogram: string): string {
  return `histogram_quantile(${q}, ${sumRate(`${histogram}_bucket`, 'le')})`;
}

/** The mean of a histogram's values; NaN while there are none. @param by labels to keep */
export function mean(histogram: string, by?: string): string {
  return `${sumRate(`${histogram}_sum`, by)} / ${sumRate(`${histogram}_count`, by)}`;
}

/** The share of dead letters in labels and dead letters together, 0 to 1. */
export const deadLetterRatio = (() => {
  const deadLetters = sumRate('emostream_dead_letters_total');
  return `${deadLetters} / (${deadLetters} + ${sumRate('emostream_predictions_total')})`;
})();

/** Lag by partition. During a rebalance two taggers may report the same partition: it counts once. */
export const lagByPartition = `max by (topic, partition) (${of('emostream_consumer_lag')})`;
