import type { DynamicConfigValue, MatcherConfig } from '@grafana/grafana-foundation-sdk/dashboard';
import { emotionColors as palette } from '../../src/common/emotionPalette';
import { knownEmotions } from '../../src/common/labelOrder';

const onDark = palette('dark');

/**
 * Each emotion in the colour that it has in reports and figures (those for a dark ground, which is Grafana's own).
 * Classes of other models get Grafana's colours.
 */
export const emotionColors: { matcher: MatcherConfig; properties: DynamicConfigValue[] }[] =
  knownEmotions.map((emotion) => ({
    matcher: { id: 'byName', options: emotion },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor: onDark[emotion] } }],
  }));
