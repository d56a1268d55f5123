import { themeVariables } from '../../../src/evaluation/pictures/theme';

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = rgb(color).map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const rgb = (color: string): number[] => [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

/** The colour of `over` drawn with that opacity on `under`. */
function mix(over: string, under: string, opacity: number): string {
  const below = rgb(under);
  const channels = rgb(over).map((channel, place) =>
    Math.round(channel * opacity + below[place]! * (1 - opacity)),
  );
  return '#' + channels.map((channel) => channel.toString(16).padStart(2, '0')).join('');
}

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  const colors = Object.fromEntries(
    themeVariables(theme)
      .split(';')
      .map((pair) => pair.slice(2).split(':') as [string, string]),
  ) as Record<'back' | 'ink' | 'soft' | 'heat' | 'onheat', string>;

  it('has text that can be read: WCAG AA', () => {
    expect(contrast(colors.ink, colors.back)).toBeGreaterThan(7);
    expect(contrast(colors.soft, colors.back)).toBeGreaterThan(4.5);
  });

  it('has numbers that can be read on every strength of a cell', () => {
    for (let share = 0; share <= 1; share += 0.01) {
      const cell = mix(colors.heat, colors.back, 0.04 + 0.96 * share);
      expect(contrast(share > 0.65 ? colors.onheat : colors.ink, cell)).toBeGreaterThan(3);
    }
  });

  it('tells the emotions from the background', () => {
    const emotions = Object.entries(colors).filter(
      ([name]) => !['back', 'ink', 'soft', 'grid', 'heat', 'onheat'].includes(name),
    );
    expect(emotions).toHaveLength(7);
    for (const [, color] of emotions) expect(contrast(color, colors.back)).toBeGreaterThan(2.1);
  });
});
