import type { Writable } from 'node:stream';
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

/**
 * Writes, and waits while the reader is slower, so that the text does not pile up in memory. Returns at once where the
 * output is closed; the command learns that from its signal (main.ts).
 */
export async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.writable || stream.write(text)) return;
  await new Promise<void>((resolve) => {
    const events = ['drain', 'close', 'error'] as const;
    const done = (): void => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}
