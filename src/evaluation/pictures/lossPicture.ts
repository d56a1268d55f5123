import { count } from '../../common/count';
import { percentile } from '../../common/percentile';
import { type Frame, niceTicks, stepAxis, valueAxis, vertical } from './axes';
import { type PictureOptions, el, header, keyWidth, legend, picture } from './svg';
import { seriesClass } from './theme';

/** The losses of one training run, step by step from step 1. */
export interface LossCurve {
  name: string;
  losses: readonly number[];
}

/** Points drawn across the picture; longer training runs are thinned to their extremes, so that no spike is lost. */
const columns = 360;

/** The smooth line forgets over this part of the training run. */
const memory = 1 / 40;

const dashes = ['', '7 4', '2 3', '10 3 2 3', '', ''];

/**
 * Training loss per step (the paper's figure 3): each batch's loss thin, its exponential moving average strong. The
 * axis ends at the 99.5th percentile, and what is above lies on its edge.
 */
export function lossPicture(runs: readonly LossCurve[], options: Partial<PictureOptions> = {}): string {
  const frame: Frame = { left: 56, top: header + 62, width: 720, height: 280 };
  const steps = Math.max(1, ...runs.map(({ losses }) => losses.length));
  const sorted = runs.flatMap(({ losses }) => [...losses].filter(Number.isFinite)).sort((a, b) => a - b);
  const ticks = niceTicks(sorted.length === 0 ? 1 : percentile(sorted, 99.5));
  const y = vertical(frame, ticks.at(-1) as number);
  const x = (step: number): number => frame.left + (frame.width * step) / steps;
  const line = (points: readonly (readonly [number, number])[]): string =>
    points
      .map(([step, loss], place) => `${place === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(loss).toFixed(1)}`)
      .join('');
  const raw = runs.map(({ losses }, run) =>
    el('path', {
      d: line(thinned(losses)),
      class: seriesClass(run),
      'stroke-opacity': 0.22,
      'stroke-width': 0.8,
    }),
  );
  const smooth = runs.map(({ losses }, run) =>
    el('path', { d: line(smoothed(losses)), class: seriesClass(run), 'stroke-width': 2.2, ...dash(run) }),
  );
  const last = runs.map(
    ({ name, losses }) =>
      `${name}: ${count(losses.length, 'step')}, ends near ${(smoothed(losses).at(-1)?.[1] ?? 0).toFixed(3)}`,
  );
  const names = legend(
    runs.map(({ name }) => name),
    (run, x1, at) =>
      el('line', {
        x1,
        x2: x1 + keyWidth,
        y1: at,
        y2: at,
        class: seriesClass(run),
        'stroke-width': 2.2,
        ...dash(run),
      }),
  );
  return picture(
    Math.max(frame.left + frame.width + 28, names.width),
    frame.top + frame.height + 54,
    {
      title: 'Training loss per step',
      subtitle: 'thin: each batch; strong: moving average',
      description: last.join('; '),
      ...options,
    },
    valueAxis(frame, ticks, 'loss'),
    stepAxis(frame, steps, 'step'),
    ...raw,
    ...smooth,
    names.markup,
  );
}

type Point = readonly [step: number, loss: number];

/** The least and the greatest of each stretch, in the order in which they come. */
function thinned(losses: readonly number[]): Point[] {
  const points = losses
    .map((loss, place): Point => [place + 1, loss])
    .filter(([, loss]) => Number.isFinite(loss));
  if (points.length <= 2 * columns) return points;
  const width = points.length / columns;
  return Array.from({ length: columns }, (_, column) => {
    const stretch = points.slice(Math.floor(column * width), Math.floor((column + 1) * width));
    const least = stretch.reduce((best, next) => (next[1] < best[1] ? next : best));
    const most = stretch.reduce((best, next) => (next[1] > best[1] ? next : best));
    return least[0] < most[0] ? [least, most] : [most, least];
  }).flat();
}

/** Exponential moving average, corrected for its start at 0 (as Adam corrects its moments). */
function smoothed(losses: readonly number[]): Point[] {
  const decay = 1 - 1 / Math.max(1, losses.length * memory);
  const every = Math.max(1, Math.floor(losses.length / columns));
  let sum = 0;
  let weight = 0;
  return losses.flatMap((loss, place): Point[] => {
    if (!Number.isFinite(loss)) return [];
    sum = decay * sum + (1 - decay) * loss;
    weight = decay * weight + (1 - decay);
    return place % every === 0 || place === losses.length - 1 ? [[place + 1, sum / weight]] : [];
  });
}

function dash(run: number): Record<string, string> {
  const pattern = dashes[run % dashes.length] ?? '';
  return pattern === '' ? {} : { 'stroke-dasharray': pattern };
}
