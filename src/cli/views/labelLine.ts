import type { Colors } from 'picocolors/types';
import type { EmotionLabel } from '../../records/EmotionLabel';
import { emotionColor } from './emotionColors';
import { timecode } from './timecode';

/** One label as a line for a person: time, emotion, confidence, speaker, text. */
export function labelLine(label: EmotionLabel, colors: Colors): string {
  const paint = emotionColor(colors, label.emotion);
  const emotion = paint(label.emotion.padEnd(8));
  const confidence = `${Math.round(label.confidence * 100)} %`.padStart(5);
  const speaker = label.speaker === null ? '' : colors.dim(`${label.speaker}: `);
  return `${timecode(label.startMs)}  ${emotion} ${confidence}  ${speaker}${label.text ?? ''}`;
}
