import logUpdate from 'log-update';
import pico from 'picocolors';
import type { EmotionLabel } from '../../records/EmotionLabel';
import type { CommandContext } from '../Command';
import { labelJsonLine } from './jsonLine';
import { liveTable } from './liveTable';
import type { SummaryJson } from '../../app/demo/RunSummary';

/** Segments that the table shows: the latest. */
const rowLimit = 8;

/** Shows labels as they come: on a terminal a table that is drawn anew, elsewhere a JSON line each. */
export class LiveView {
  readonly #stdout: CommandContext['stdout'];
  readonly #latest: EmotionLabel[] = [];
  readonly #asTable: boolean;

  constructor(stdout: CommandContext['stdout'], json: boolean) {
    this.#stdout = stdout;

    this.#asTable = !json && stdout.isTTY === true;
  }

  show(label: EmotionLabel, summary: SummaryJson): void {
    if (!this.#asTable) {
      this.#stdout.write(labelJsonLine(label));
      return;
    }
    this.#latest.push(label);
    if (this.#latest.length > rowLimit) this.#latest.shift();
    logUpdate(liveTable(this.#latest, summary, this.#stdout.columns ?? 100, pico));
  }

  /** Leaves the last table standing. */
  end(): void {
    if (this.#asTable) logUpdate.done();
  }
}
