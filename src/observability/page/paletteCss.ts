import { emotionColors } from '../../common/emotionPalette';

/** The colours of the emotions as CSS: in an element of class `e-joy`, `--emotion` is the colour of joy. */
export function paletteCss(): string {
  const light = emotionColors('light');
  const classes = Object.keys(light).map((name) => `.e-${name}{--emotion:var(--${name})}`);
  return (
    `:root{${variables(light)}}\n` +
    `@media(prefers-color-scheme:dark){:root{${variables(emotionColors('dark'))}}}\n` +
    `${classes.join('\n')}\n`
  );
}

function variables(colors: Record<string, string>): string {
  return Object.entries(colors)
    .map(([name, color]) => `--${name}:${color}`)
    .join(';');
}
