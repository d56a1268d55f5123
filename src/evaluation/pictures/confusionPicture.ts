import type { Confusion } from '../scores/score';
import { el, header, label, picture, type PictureOptions, widest } from './svg';
import { emotionClass } from './theme';

/** Above this share the cell is so strong that its text takes the other colour. */
const strong = 0.65;

/**
 * Gold label by predicted label: counts, and shares of the gold label's rows as colour and number (the paper's
 * figures 4 and 6).
 */
export function confusionPicture(
  { labels, matrix }: Confusion,
  options: Partial<PictureOptions> = {},
): string {
  const cell = Math.max(78, widest(labels) + 10);
  const left = 50 + widest([...labels, '000 rows']);
  const top = header + 62;
  const size = cell * labels.length;
  const center = { 'text-anchor': 'middle' };
  const rows = labels.map((gold, row) => {
    const counts = matrix[row] ?? [];
    const support = counts.reduce((sum, count) => sum + count, 0);
    const y = top + cell * row;
    const cells = counts.map((count, column) => {
      const share = support === 0 ? 0 : count / support;
      const ink = share > strong ? 'f-onheat' : count === 0 ? 'f-soft' : 'f-ink';
      const x = left + cell * column;
      return [
        el('rect', {
          x: x + 1,
          y: y + 1,
          width: cell - 2,
          height: cell - 2,
          class: 'f-heat',
          'fill-opacity': 0.04 + 0.96 * share,
        }),
        label(x + cell / 2, y + cell / 2 + 1, `${Math.round(100 * share)} %`, {
          ...center,
          class: ink,
          'font-size': 15,
          'font-weight': 600,
        }),
        label(x + cell / 2, y + cell / 2 + 20, String(count), { ...center, class: ink }),
      ].join('');
    });
    return [
      ...cells,
      swatch(left - 16, y + cell / 2 - 12, gold),
      label(left - 22, y + cell / 2 - 2, gold, { 'text-anchor': 'end', 'font-size': 13 }),
      label(left - 22, y + cell / 2 + 15, `${support} rows`, { 'text-anchor': 'end', class: 'f-soft' }),
    ].join('');
  });
  const columns = labels.map((name, column) => {
    const x = left + cell * (column + 0.5);
    return swatch(x - 22, top - 12, name, 44, 4) + label(x, top - 19, name, { ...center, 'font-size': 13 });
  });
  return picture(
    left + size + 24,
    top + size + 24,
    {
      title: 'Confusion matrix',
      subtitle: 'share of the gold label’s rows, and rows',
      description: describe({ labels, matrix }),
      ...options,
    },
    label(left + size / 2, top - 42, 'predicted', { ...center, class: 'f-soft' }),
    label(left - 22, top - 19, 'gold', { 'text-anchor': 'end', class: 'f-soft' }),
    ...columns,
    ...rows,
  );
}

function swatch(x: number, y: number, emotion: string, width = 4, height = 30): string {
  return el('rect', { x, y, width, height, rx: 2, class: emotionClass(emotion) });
}

function describe({ labels, matrix }: Confusion): string {
  const rows = labels.map((gold, row) => {
    const counts = (matrix[row] ?? []).flatMap((count, column) =>
      count === 0 ? [] : [`${labels[column] ?? ''} ${count}`],
    );
    return `${gold} was predicted as ${counts.length === 0 ? 'nothing' : counts.join(', ')}`;
  });
  return rows.join('; ');
}
