import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { emotionColors } from '../../../src/common/emotionPalette';
import { packageRoot } from '../../../src/common/packageRoot';
import { contrast, mix } from '../../support/contrast';

const css = readFileSync(join(packageRoot, 'src/observability/page/static/page.css'), 'utf8');
type Colors = Record<'back' | 'panel' | 'ink' | 'soft' | 'accent' | 'good' | 'bad', string>;

const [light, dark] = [...css.matchAll(/:root \{(.*?)\}/gs)].map(([, body]): Colors => {
  const colors = [...body!.matchAll(/--(\w+): (#\w{6})/g)].map(([, name, color]): [string, string] => [
    name!,
    color!,
  ]);
  return Object.fromEntries(colors) as Colors;
});

/** WCAG AA; axe cannot tell it of tinted rows. */
describe.each([['light', light!] as const, ['dark', dark!] as const])(
  '%s',
  (theme, { back, panel, ink, soft, accent, good, bad }) => {
    it('has readable text', () => {
      for (const color of [ink, soft]) {
        expect(contrast(color, back)).toBeGreaterThan(4.5);
        expect(contrast(color, panel)).toBeGreaterThan(4.5);
      }
      for (const color of [accent, good, bad]) expect(contrast(color, back)).toBeGreaterThan(4.5);
    });

    it('has readable text on the strongest tint of each emotion', () => {
      const strengths = [...css.matchAll(/var\(--emotion\)[^;]*?(\d+)%/g)].map(([, percent]) =>
        Number(percent),
      );
      expect(strengths).toHaveLength(3);
      for (const color of Object.values(emotionColors(theme))) {
        const tint = mix(color, back, Math.max(...strengths) / 100);
        expect(contrast(ink, tint)).toBeGreaterThan(4.5);
      }
    });
  },
);
