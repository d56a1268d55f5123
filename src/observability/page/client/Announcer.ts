import { byId } from './elements.js';
import type { ConnectionState } from './LiveConnection.js';
import { percent } from './format.js';
import type { Stats } from './protocol.js';

const everyMs = 60_000;

/**
 * What a screen reader announces: that the connection was lost or is back, and once a minute the most frequent emotion.
 * The transcript is not announced, since it never ends; it can be read.
 */
export class Announcer {
  readonly #status = byId('announcer');
  #spokenAt = performance.now();
  #broken = false;

  connection(state: ConnectionState): void {
    const broken = state === 'reconnecting';
    if (broken === this.#broken || state === 'connecting') return;
    this.#broken = broken;
    this.#status.textContent = broken ? 'Connection lost, trying again.' : 'Connected again.';
  }

  stats({ window: { buckets, bucketMs } }: Stats, emotions: readonly string[]): void {
    if (performance.now() - this.#spokenAt < everyMs) return;
    this.#spokenAt = performance.now();
    const minute = buckets.slice(-everyMs / bucketMs);
    const totals = emotions.map((_, emotion) =>
      minute.reduce((sum, counts) => sum + (counts[emotion] ?? 0), 0),
    );
    const all = totals.reduce((sum, labels) => sum + labels, 0);
    if (all === 0) return;
    const most = Math.max(...totals);
    const emotion = emotions[totals.indexOf(most)] ?? '';
    this.#status.textContent = `Labels in the last minute: ${all}, ${percent(most / all)} of them ${emotion}.`;
  }
}
