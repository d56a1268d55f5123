import { knownEmotions } from '../labelOrder';

/** `auto` follows the reader's system (a media query); the others are for renderers that know none, as of PNG. */
export type Theme = 'auto' | 'light' | 'dark';

/** Okabe and Ito's colours, which the colour-blind can tell apart, and lighter ones of the same hues on dark. */
const LIGHT: Record<string, string> = {
  back: '#ffffff',
  ink: '#1f2328',
  soft: '#59636e',
  grid: '#e3e6ea',
  heat: '#084a8c',
  onheat: '#ffffff',
  neutral: '#7a828b',
  disgust: '#009e73',
  anger: '#d55e00',
  joy: '#e69f00',
  sadness: '#0072b2',
  fear: '#cc79a7',
  other: '#8a6d3b',
};

const DARK: Record<string, string> = {
  back: '#14171c',
  ink: '#e6edf3',
  soft: '#9aa4af',
  grid: '#2b3138',
  heat: '#6cb6ff',
  onheat: '#0b0f14',
  neutral: '#a3acb5',
  disgust: '#2fbf94',
  anger: '#f0824a',
  joy: '#f0b429',
  sadness: '#4aa8e0',
  fear: '#e29cc3',
  other: '#c4a46a',
};

/** Hues for runs, where colour does not stand for an emotion. */
const RUNS = ['sadness', 'anger', 'disgust', 'fear', 'joy', 'neutral'];

/** The colour of an emotion as #rrggbb, the same in every picture, page and dashboard; undefined for one unknown. */
export function emotionHex(emotion: string, theme: 'light' | 'dark'): string | undefined {
  return knownEmotions.includes(emotion) ? (theme === 'light' ? LIGHT : DARK)[emotion] : undefined;
}

/** The class that gives an emotion its colour, the same in every picture. */
export function emotionClass(emotion: string): string {
  return knownEmotions.includes(emotion) ? `f-${emotion}` : 'f-other';
}

/** The class of the line of the nth run. */
export function runClass(run: number): string {
  return `s-${RUNS[run % RUNS.length] ?? 'ink'}`;
}

/** The same colour, as CSS variables: for pages that hold pictures. */
export function themeVariables(theme: 'light' | 'dark'): string {
  return Object.entries(theme === 'light' ? LIGHT : DARK)
    .map(([name, color]) => `--${name}:${color}`)
    .join(';');
}

/** The classes of all pictures: f-NAME fills, s-NAME strokes. */
export function pictureStyle(theme: Theme): string {
  const fonts = "text{font-family:system-ui,'Segoe UI',Roboto,'DejaVu Sans',Arial,sans-serif}";
  if (theme !== 'auto') return fonts + colorRules(theme === 'dark' ? DARK : LIGHT);
  return `${fonts}${colorRules(LIGHT)}@media(prefers-color-scheme:dark){${colorRules(DARK)}}`;
}

function colorRules(colors: Record<string, string>): string {
  return Object.entries(colors)
    .map(([name, color]) => `.f-${name}{fill:${color}}.s-${name}{stroke:${color};fill:none}`)
    .join('');
}
