import { byId, element, setText } from './elements.js';
import type { Emotions } from './Emotions.js';
import { count, percent } from './format.js';
import type { Stats } from './protocol.js';

const svg = 'http://www.w3.org/2000/svg';
const chartHeight = 100;

interface ShareRow {
  row: HTMLElement;
  share: HTMLElement;
  labels: HTMLElement;
}

/** The labels of the last minutes: stacked bars over time, and a table with the share of each emotion. */
export class ShareChart {
  readonly #chart = byId('chart', SVGSVGElement);
  /** A rectangle for each emotion of each bucket. */
  #bars: SVGRectElement[][] = [];
  #rows: ShareRow[] = [];
  /** The CSS class of each emotion. */
  #classes: string[] = [];

  setEmotions(emotions: Emotions): void {
    this.#chart.replaceChildren();
    this.#chart.setAttribute('preserveAspectRatio', 'none');
    this.#bars = [];
    this.#rows = emotions.names.map((name) => {
      const row = element('tr', emotions.colorClass(name));
      const head = element('th', 'swatch', name);
      head.scope = 'row';
      const share = element('td', '');
      const labels = element('td', '');
      row.append(head, share, labels);
      return { row, share, labels };
    });
    byId('shares').replaceChildren(...this.#rows.map(({ row }) => row));
    this.#classes = emotions.names.map((name) => emotions.colorClass(name));
  }

  show({ buckets, bucketMs }: Stats['window']): void {
    const most = Math.max(1, ...buckets.map(sum));
    this.#chart.setAttribute('viewBox', `0 0 ${buckets.length} ${chartHeight}`);
    buckets.forEach((counts, bucket) => this.#stack(bucket, counts, most));
    setText(byId('chart-scale'), `top: ${count(most)} in ${bucketMs / 1000} s`);
    const totals = this.#rows.map((_, emotion) => sum(buckets.map((counts) => counts[emotion] ?? 0)));
    const all = Math.max(1, sum(totals));
    this.#rows.forEach(({ row, share, labels }, emotion) => {
      const total = totals[emotion] ?? 0;
      row.style.setProperty('--share', String(total / all));
      setText(share, percent(total / all));
      setText(labels, count(total));
    });
  }

  #stack(bucket: number, counts: readonly number[], most: number): void {
    const bars = this.#bars[bucket] ?? this.#addBars(bucket);
    let top = chartHeight;
    bars.forEach((bar, emotion) => {
      const height = ((counts[emotion] ?? 0) / most) * chartHeight;
      top -= height;
      bar.setAttribute('y', top.toFixed(2));
      bar.setAttribute('height', height.toFixed(2));
    });
  }

  #addBars(bucket: number): SVGRectElement[] {
    const bars = this.#classes.map((className) => {
      const bar = document.createElementNS(svg, 'rect');
      bar.setAttribute('class', className);
      bar.setAttribute('x', String(bucket));
      bar.setAttribute('width', '1');
      return bar;
    });
    this.#chart.append(...bars);
    this.#bars[bucket] = bars;
    return bars;
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
