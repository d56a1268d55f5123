import type { ComparedFigure, Comparison } from '../report/compareReports';
import { type Frame, niceTicks, valueAxis, vertical } from './axes';
import { type PictureOptions, el, header, keyWidth, label, legend, picture, widest } from './svg';
import { emotionClass } from './theme';

const barWidth = 30;

/**
 * F1 of each class and their macro average, report by report (the paper's figures 5 and 7): the hue is the emotion, the
 * strength the report, whiskers are 95 % intervals where a report has them.
 */
export function f1Picture({ reports, rows }: Comparison, options: Partial<PictureOptions> = {}): string {
  const slot = Math.max(92, barWidth * reports.length + 26, widest(rows.map(({ name }) => name)) + 12);
  const frame: Frame = { left: 52, top: header + 62, width: slot * rows.length, height: 280 };
  const groups = rows.map(({ name, f1 }, place) => {
    const middle = frame.left + slot * (place + 0.5);
    const first = middle - (barWidth * f1.length) / 2;
    const bars = f1.map((figure, report) =>
      bar(frame, first + barWidth * report, name, figure, strength(report, f1.length)),
    );
    const weight = name === 'macro avg' ? 600 : 400;
    const under = label(middle, frame.top + frame.height + 22, name, {
      'text-anchor': 'middle',
      'font-size': 13,
      'font-weight': weight,
    });
    return bars.join('') + under;
  });
  const names = legend(
    reports.map((report) => report.name),
    (report, x, at) =>
      el('rect', {
        x,
        y: at - 7,
        width: keyWidth,
        height: 14,
        class: 'f-soft',
        'fill-opacity': strength(report, reports.length),
      }),
  );
  return picture(
    Math.max(frame.left + frame.width + 24, names.width),
    frame.top + frame.height + 44,
    {
      title: 'F1 by class',
      subtitle: reports.some((report) => report.intervals) ? 'whiskers: 95 % bootstrap intervals' : undefined,
      description: rows
        .map(
          ({ name, f1 }) =>
            `${name}: ${f1.map(({ value }, report) => `${reports[report]?.name ?? ''} ${fixed(value)}`).join(', ')}`,
        )
        .join('; '),
      ...options,
    },
    valueAxis(frame, niceTicks(1), 'F1', (tick) => tick.toFixed(1)),
    names.markup,
    ...groups,
  );
}

const fixed = (value: number | undefined): string => (value === undefined ? 'none' : value.toFixed(2));

/** The last report is the strongest. */
function strength(report: number, reports: number): number {
  return reports === 1 ? 1 : 0.35 + (0.65 * report) / (reports - 1);
}

function bar(
  frame: Frame,
  x: number,
  name: string,
  { value, interval }: ComparedFigure,
  opacity: number,
): string {
  if (value === undefined) return '';
  const y = vertical(frame, 1);
  const middle = x + barWidth / 2;
  const top = Math.min(y(value), y(interval?.[1] ?? 0));
  const box = {
    x: x + 1.5,
    width: barWidth - 3,
    y: y(value),
    height: frame.top + frame.height - y(value),
  };
  const fill = name === 'macro avg' ? 'f-soft' : emotionClass(name);
  return [
    // The grid must not show through a weak bar.
    el('rect', { ...box, class: 'f-back' }),
    el('rect', { ...box, class: fill, 'fill-opacity': opacity }),
    interval === null ? '' : whisker(middle, y(interval[0]), y(interval[1])),
    label(middle, top - 6, value.toFixed(2), { 'text-anchor': 'middle', 'font-size': 11 }),
  ].join('');
}

/** With a halo, so that it is seen on any bar. */
function whisker(x: number, low: number, high: number): string {
  const d = `M${x} ${low.toFixed(1)}V${high.toFixed(1)}M${x - 4} ${low.toFixed(1)}h8M${x - 4} ${high.toFixed(1)}h8`;
  return (
    el('path', { d, class: 's-back', 'stroke-width': 3.4, 'stroke-opacity': 0.75 }) +
    el('path', { d, class: 's-ink', 'stroke-width': 1.2 })
  );
}
