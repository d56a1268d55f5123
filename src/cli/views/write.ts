import type { Writable } from 'node:stream';

/**
 * Writes, and waits where the reader is slower: a pipe's buffer is not ours to fill without end. Where nobody reads any
 * more it returns at once; that the output is closed is told to the command by its signal (main.ts).
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
