import type { Colors } from 'picocolors/types';

type Paint = (text: string) => string;

/**
 * The colour of an emotion on a terminal. Never the only sign: the name always stands beside it.
 *
 * @param colors picocolors' functions, which do nothing where there is no colour
 */
export function emotionColor(colors: Colors, emotion: string): Paint {
  const known: Record<string, Paint> = {
    neutral: colors.gray,
    disgust: colors.green,
    anger: colors.red,
    joy: colors.yellow,
    sadness: colors.blue,
    fear: colors.magenta,
  };
  return known[emotion] ?? colors.cyan;
}
