/**
 * The colours of the known emotions, for pictures and the page: those of Okabe and Ito, which colour-blind people can
 * distinguish, and lighter ones of the same hues for dark backgrounds. In the order in which emotions are listed. The
 * name of an emotion is always shown too.
 */
const palette = {
  neutral: { light: '#7a828b', dark: '#a3acb5' },
  disgust: { light: '#009e73', dark: '#2fbf94' },
  anger: { light: '#d55e00', dark: '#f0824a' },
  joy: { light: '#e69f00', dark: '#f0b429' },
  sadness: { light: '#0072b2', dark: '#4aa8e0' },
  fear: { light: '#cc79a7', dark: '#e29cc3' },
  /** For all other emotions. */
  other: { light: '#8a6d3b', dark: '#c4a46a' },
};

/** A key of the palette: an emotion with a colour of its own, or `other`. */
export function colorName(emotion: string): string {
  return Object.hasOwn(palette, emotion) ? emotion : 'other';
}

/** Colour by name, `other` included. */
export function emotionColors(theme: 'light' | 'dark'): Record<string, string> {
  return Object.fromEntries(Object.entries(palette).map(([name, colors]) => [name, colors[theme]]));
}
