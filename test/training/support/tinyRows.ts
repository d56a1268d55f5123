import type { LabelledRow } from '../../../src/evaluation/data/LabelledRow';

const words = {
  joy: ['gol', 'fiesta', 'gracias', 'ganamos'],
  anger: ['basta', 'mentira', 'culpa', 'injusto'],
  neutral: ['ley', 'pleno', 'acta', 'voto'],
};

/** Rows whose label can be told from their words; every third one of `anger`, videos of four rows. */
export function tinyRows(count: number, first = 0): LabelledRow[] {
  const labels = ['neutral', 'joy', 'neutral', 'anger', 'neutral', 'joy'] as const;
  return Array.from({ length: count }, (_, index) => {
    const row = first + index;
    const label = labels[row % labels.length] ?? 'neutral';
    const own = words[label];
    const length = 1 + (row % 5);
    const text = Array.from({ length }, (_, word) => own[(row + word) % own.length] ?? '').join(' ');
    return { id: `row-${row}`, video: `video-${Math.floor(row / 4)}`, startMs: 0, endMs: 1000, text, label };
  });
}
