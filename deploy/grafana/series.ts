/** The data source that the reader chose. */
export const datasource = { type: 'prometheus', uid: '${datasource}' };

/**
 * A metric of the taggers that the reader chose.
 *
 * @param matchers more of PromQL's label matchers, such as `outcome="aborted"`
 */
export function of(metric: string, matchers = ''): string {
  const more = matchers === '' ? '' : `, ${matchers}`;
  return `${metric}{job=~"$job", instance=~"$instance"${more}}`;
}

/** Its rise per second. The interval follows the zoom and is never shorter than four scrapes. */
export function rate(metric: string, matchers?: string): string {
  return `rate(${of(metric, matchers)}[$__rate_interval])`;
}

/** The sum over all chosen taggers of that rise. @param by labels to keep, such as `emotion` */
export function sumRate(metric: string, by?: string, matchers?: string): string {
  return `sum${by === undefined ? ' ' : ` by (${by}) `}(${rate(metric, matchers)})`;
}

/** A quantile of a histogram over all chosen taggers. @param q 0 to 1 */
export function quantile(q: number, histogram: string): string {
  return `histogram_quantile(${q}, ${sumRate(`${histogram}_bucket`, 'le')})`;
}

/** The mean of what a histogram observed; NaN while it observes nothing. @param by labels to keep */
export function mean(histogram: string, by?: string): string {
  return `${sumRate(`${histogram}_sum`, by)} / ${sumRate(`${histogram}_count`, by)}`;
}

/** The share of dead letters in all answers, 0 to 1. */
export const deadLetterRatio = `${sumRate('emostream_dead_letters_total')} / (${sumRate('emostream_dead_letters_total')} + ${sumRate('emostream_predictions_total')})`;

/** Lag by partition. While partitions move, two taggers may tell of the same one: it counts once. */
export const lagByPartition = `max by (topic, partition) (${of('emostream_consumer_lag')})`;
