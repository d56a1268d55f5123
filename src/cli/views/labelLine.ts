import type { Colors } from 'picocolors/types';
import type { EmotionLabel } from '../../records/EmotionLabel';

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

/** Milliseconds as `h:mm:ss`, or `mm:ss` below an hour. */
export function timecode(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const pad = (n: number): string => String(n).padStart(2, '0');
  const clock = `${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${clock}` : clock;
}
