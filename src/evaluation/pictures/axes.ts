import { el, label } from './svg';

/** Where the data is drawn, in pixels. */
export interface Frame {
  left: number;
  top: number;
  width: number;
  height: number;
}

/**
 * Round numbers from 0 to the first that is at least `max`, about `count` of them: steps of 1, 2 or 5 times ten to the
 * n.
 */
export function niceTicks(max: number, count = 5): number[] {
  if (!(max > 0)) return [0, 1];
  const power = 10 ** Math.floor(Math.log10(max / count));
  const step = ([1, 2, 5, 10].find((factor) => factor * power * count >= max * 0.999) ?? 10) * power;
  const steps = Math.ceil(max / step - 1e-9);
  return Array.from({ length: steps + 1 }, (_, place) => Number((place * step).toPrecision(12)));
}

/** Place of a value on a vertical axis from 0 at the bottom. */
export function vertical({ top, height }: Frame, max: number): (value: number) => number {
  return (value) => top + height * (1 - Math.min(value, max) / max);
}

/** Horizontal lines at the ticks, their numbers at the left, the title above the numbers. */
export function valueAxis(
  frame: Frame,
  ticks: readonly number[],
  title: string,
  format: (value: number) => string = String,
): string {
  const y = vertical(frame, ticks.at(-1) as number);
  const lines = ticks.map((tick) =>
    [
      el('line', {
        x1: frame.left,
        x2: frame.left + frame.width,
        y1: y(tick),
        y2: y(tick),
        class: tick === 0 ? 's-soft' : 's-grid',
      }),
      label(frame.left - 8, y(tick) + 4, format(tick), { class: 'f-soft', 'text-anchor': 'end' }),
    ].join(''),
  );
  return lines.join('') + label(20, frame.top - 14, title, { class: 'f-soft' });
}

/** Numbers under the frame, from 0 at its left to `max` at its right; ticks beyond are left out. */
export function stepAxis(frame: Frame, max: number, title: string): string {
  const bottom = frame.top + frame.height;
  const numbers = niceTicks(max, 6)
    .filter((tick) => tick <= max)
    .map((tick) =>
      label(frame.left + (frame.width * tick) / max, bottom + 18, tick.toLocaleString('en-US'), {
        class: 'f-soft',
        'text-anchor': 'middle',
      }),
    );
  const name = label(frame.left + frame.width / 2, bottom + 38, title, {
    class: 'f-soft',
    'text-anchor': 'middle',
  });
  return numbers.join('') + name;
}
