import type { Colors } from 'picocolors/types';
import type { EmotionLabel } from '../../records/EmotionLabel';
import { timecode } from './timecode';

/** One label as a line for a person: time, emotion, confidence, speaker, text. */
export function labelLine(label: EmotionLabel, colors: Colors): string {
  const paint = emotionColor(colors, label.emotion);
  const emotion = paint(label.emotion.padEnd(8));
  const confidence = `${Math.round(label.confidence * 100)} %`.padStart(5);
  const speaker = label.speaker === null ? '' : colors.dim(`${label.speaker}: `);
  return `${timecode(label.startMs)}  ${emotion} ${confidence}  ${speaker}${label.text ?? ''}`;
}

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
