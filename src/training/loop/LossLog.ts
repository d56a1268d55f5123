import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { StepRecord } from './TrainResult';

/** losses.jsonl: a line a step, written as it happens. */
export class LossLog {
  readonly #path: string;
  /**
   * @param step steps done in the state that the run goes on from: what a killed run logged after it is done again,
   *   and taken off the log
   */
  constructor(path: string, step: number) {
    this.#path = path;

    const kept = existsSync(path)
      ? readFileSync(path, 'utf8')
          .split('\n')
          .slice(0, step)
          .map((line) => `${line}\n`)
          .join('')
      : '';
    writeFileSync(path, step === 0 ? '' : kept);
  }

  append(record: StepRecord): void {
    appendFileSync(this.#path, JSON.stringify(record) + '\n');
  }
}
