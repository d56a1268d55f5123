import { colorName, emotionColors } from '../../common/emotionPalette';

/** `auto` follows the reader's system (a media query); the others are for renderers that know none, as of PNG. */
export type Theme = 'auto' | 'light' | 'dark';

const light: Record<string, string> = {
  back: '#ffffff',
  ink: '#1f2328',
  soft: '#59636e',
  grid: '#e3e6ea',
  heat: '#084a8c',
  onheat: '#ffffff',
  ...emotionColors('light'),
};

const dark: Record<string, string> = {
  back: '#14171c',
  ink: '#e6edf3',
  soft: '#9aa4af',
  grid: '#2b3138',
  heat: '#6cb6ff',
  onheat: '#0b0f14',
  ...emotionColors('dark'),
};

/** Hues for series, where colour does not stand for an emotion. */
const hues = ['sadness', 'anger', 'disgust', 'fear', 'joy', 'neutral'];

/** The class that gives an emotion its colour, the same in every picture. */
export function emotionClass(emotion: string): string {
  return `f-${colorName(emotion)}`;
}

/** The class of the line of the nth series. */
export function seriesClass(series: number): string {
  return `s-${hues[series % hues.length] ?? 'ink'}`;
}

/** The same colour, as CSS variables: for pages that hold pictures. */
export function themeVariables(theme: 'light' | 'dark'): string {
  return Object.entries(theme === 'light' ? light : dark)
    .map(([name, color]) => `--${name}:${color}`)
    .join(';');
}

/** The classes of all pictures: f-NAME fills, s-NAME strokes. */
export function pictureStyle(theme: Theme): string {
  const fonts = "text{font-family:system-ui,'Segoe UI',Roboto,'DejaVu Sans',Arial,sans-serif}";
  if (theme !== 'auto') return fonts + colorRules(theme === 'dark' ? dark : light);
  return `${fonts}${colorRules(light)}@media(prefers-color-scheme:dark){${colorRules(dark)}}`;
}

function colorRules(colors: Record<string, string>): string {
  return Object.entries(colors)
    .map(([name, color]) => `.f-${name}{fill:${color}}.s-${name}{stroke:${color};fill:none}`)
    .join('');
}
