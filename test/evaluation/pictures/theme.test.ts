import { themeVariables } from '../../../src/evaluation/pictures/theme';
import { contrast, mix } from '../../support/contrast';

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
