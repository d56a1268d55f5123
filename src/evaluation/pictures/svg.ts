import { type Theme, pictureStyle } from './theme';

export type Attributes = Record<string, string | number>;

/** Text as XML and HTML content or attribute. */
export function escapeXml(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}

/** An element; numbers are rounded to hundredths of a pixel, children are markup. */
export function el(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => {
    const text = typeof value === 'number' ? String(Math.round(value * 100) / 100) : escapeXml(value);
    return ` ${key}="${text}"`;
  });
  const open = `<${name}${written.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}

/** A text; by its baseline, from the left unless `text-anchor` says otherwise. */
export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return el('text', { x, y, class: 'f-ink', 'font-size': 12, ...attributes }, escapeXml(text));
}

/** Room for the longest of the names. */
export function widest(names: readonly string[], size = 13): number {
  return Math.max(0, ...names.map((name) => textWidth(name, size)));
}

/** About the width of a text in pixels; widths of fonts differ, so it leaves room. */
export function textWidth(text: string, size = 12): number {
  return Array.from(text).length * size * 0.6;
}

export interface PictureOptions {
  title: string;
  /** A line under the title. */
  subtitle?: string | undefined;
  /** What a reader who sees no picture is told. */
  description: string;
  theme?: Theme | undefined;
}

/** Pixels that title and subtitle take at the top. */
export const header = 58;

/** A whole SVG document of whole pixels, which can also stand inside HTML. */
export function picture(
  roomX: number,
  roomY: number,
  { title, subtitle, description, theme = 'auto' }: PictureOptions,
  ...children: string[]
): string {
  const [width, height] = [Math.ceil(roomX), Math.ceil(roomY)];
  return el(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' },
    el('title', {}, escapeXml(title)),
    el('desc', {}, escapeXml(description)),
    el('style', {}, pictureStyle(theme)),
    el('rect', { width, height, class: 'f-back' }),
    label(20, 28, title, { 'font-size': 16, 'font-weight': 600 }),
    label(20, 47, subtitle ?? '', { class: 'f-soft' }),
    ...children,
  );
}

/** Pixels of a key. */
export const keyWidth = 28;

/** Baseline of the names. */
const baseline = header + 15;

export interface Legend {
  markup: string;
  /** Of the whole picture, at least. */
  width: number;
}

/**
 * The names of the series in a line under the header.
 *
 * @param key draws the sign of a series, keyWidth wide, from `x` and around `y`
 */
export function legend(
  names: readonly string[],
  key: (series: number, x: number, y: number) => string,
): Legend {
  let x = 20;
  const entries = names.map((name, series) => {
    const at = x;
    x += keyWidth + textWidth(name) + 26;
    return key(series, at, baseline - 4) + label(at + keyWidth + 7, baseline, name);
  });
  return { markup: entries.join(''), width: x };
}
