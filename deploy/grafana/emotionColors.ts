import type { DynamicConfigValue, MatcherConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { emotionColors as palette } from '../../src/common/emotionPalette';
import { knownEmotions } from '../../src/common/labelOrder';

const onDark = palette('dark');

/**
 * Each emotion in its colour from reports and pictures, in the version for a dark background, which is Grafana's
 * default. Other classes get Grafana's colours.
 */
export const emotionColors: { matcher: MatcherConfig; properties: DynamicConfigValue[] }[] =
  knownEmotions.map((emotion) => ({
    matcher: { id: 'byName', options: emotion },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: onDark[emotion] } }],
  }));
