import { percentile } from '../../common/percentile';
import { type Frame, niceTicks, stepAxis, valueAxis, vertical } from './axes';
import { el, header, label, picture, type PictureOptions } from './svg';

const bins = 48;

/** A histogram of latencies with its percentiles; what is above the 99.5th is in the last bar. */
export function latencyPicture(
  latenciesMs: readonly number[],
  options: Partial<PictureOptions> = {},
): string {
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const frame: Frame = { left: 56, top: header + 76, width: 720, height: 220 };
  const max = niceTicks(sorted.length === 0 ? 1 : Math.max(1, percentile(sorted, 99.5)), bins).at(
    -1,
  ) as number;
  const counts = new Array<number>(bins).fill(0);
  for (const latency of sorted) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor((bins * latency) / max)));
    counts[bin] = (counts[bin] as number) + 1;
  }
  const ticks = niceTicks(Math.max(1, ...counts));
  const y = vertical(frame, ticks.at(-1) as number);
  const width = frame.width / bins;
  const bars = counts.map((count, bin) =>
    count === 0
      ? ''
      : el('rect', {
          x: frame.left + width * bin + 0.5,
          width: width - 1,
          y: y(count),
          height: frame.top + frame.height - y(count),
          class: 'f-sadness',
        }),
  );
  const marks = sorted.length === 0 ? [] : [50, 95, 99].map((p) => ({ p, ms: percentile(sorted, p) }));
  return picture(
    frame.left + frame.width + 28,
    frame.top + frame.height + 54,
    {
      title: 'Latency',
      subtitle: `segment written to label read, ${sorted.length.toLocaleString('en-US')} segments`,
      description: marks.map(({ p, ms }) => `${p} % within ${Math.round(ms)} ms`).join('; ') || 'no segments',
      ...options,
    },
    valueAxis(frame, ticks, 'segments'),
    stepAxis(frame, max, 'milliseconds'),
    ...bars,
    ...marks.map(({ p, ms }, place) =>
      marker(frame, Math.min(1, ms / max), `p${p} ${Math.round(ms)} ms`, place),
    ),
  );
}

/**
 * A line down the frame; its name stands a little higher than the one before, so that near ones do not cover each
 * other.
 */
function marker(frame: Frame, share: number, name: string, place: number): string {
  const x = frame.left + frame.width * share;
  const top = frame.top - 28 - 14 * place;
  const atRight = share > 0.85;
  return (
    el('line', {
      x1: x,
      x2: x,
      y1: top,
      y2: frame.top + frame.height,
      class: 's-ink',
      'stroke-dasharray': '3 3',
    }) +
    label(atRight ? x - 5 : x + 5, top + 6, name, {
      'font-size': 11,
      'text-anchor': atRight ? 'end' : 'start',
    })
  );
}
