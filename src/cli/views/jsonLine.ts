import type { EmotionLabel } from '../../records/EmotionLabel';
import { labelToJson } from '../../records/labelToJson';

/** One JSON object and its line end. */
export function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

/** A label as scripts read it (the contract of docs/json.md). */
export function labelJsonLine(label: EmotionLabel): string {
  return jsonLine(labelToJson(label));
}
