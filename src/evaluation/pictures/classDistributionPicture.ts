import { type Frame, niceTicks, valueAxis, vertical } from './axes';
import { el, header, label, picture, type PictureOptions, widest } from './svg';
import { emotionClass } from './theme';

/**
 * Rows of each class (the paper's figure 1).
 *
 * @param counts label to rows, in the order of the bars
 */
export function classDistributionPicture(
  counts: Readonly<Record<string, number>>,
  options: Partial<PictureOptions> = {},
): string {
  const entries = Object.entries(counts);
  const total = entries.reduce((sum, [, count]) => sum + count, 0);
  const share = (count: number): string => `${((100 * count) / Math.max(1, total)).toFixed(1)} %`;
  const room = Math.max(92, widest(Object.keys(counts)) + 12);
  const frame: Frame = {
    left: 64,
    top: header + 34,
    width: Math.max(480, room * entries.length),
    height: 260,
  };
  const ticks = niceTicks(Math.max(1, ...entries.map(([, count]) => count)));
  const y = vertical(frame, ticks.at(-1) as number);
  const slot = frame.width / entries.length;
  const bars = entries.map(([name, count], place) => {
    const middle = frame.left + slot * (place + 0.5);
    const bottom = frame.top + frame.height;
    const center = { 'text-anchor': 'middle' };
    return [
      el('rect', {
        x: middle - slot * 0.32,
        width: slot * 0.64,
        y: y(count),
        height: bottom - y(count),
        class: emotionClass(name),
      }),
      label(middle, y(count) - 7, count.toLocaleString('en-US'), { ...center, 'font-weight': 600 }),
      label(middle, bottom + 20, name, { ...center, 'font-size': 13 }),
      label(middle, bottom + 38, share(count), { ...center, class: 'f-soft' }),
    ].join('');
  });
  return picture(
    frame.left + frame.width + 24,
    frame.top + frame.height + 56,
    {
      title: 'Class distribution',
      subtitle: `${total.toLocaleString('en-US')} rows`,
      description: entries.map(([name, count]) => `${name}: ${count} rows, ${share(count)}`).join('; '),
      ...options,
    },
    valueAxis(frame, ticks, 'rows', (tick) => tick.toLocaleString('en-US')),
    ...bars,
  );
}
