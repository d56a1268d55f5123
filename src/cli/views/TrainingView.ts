import { count } from '../../common/count';
import type { TrainEvent } from '../../training/TrainResult';
import type { CommandContext } from '../Command';
import { clearProgress, progressLine } from './progressLine';
import { timecode } from './labelLine';

/** Steps between two lines where progress is not on a terminal. */
const lineEvery = 100;

/** Shows a training on stderr: a line that moves on a terminal, now and then a line elsewhere, and each epoch. */
export class TrainingView {
  readonly #context: Pick<CommandContext, 'stderr'>;
  readonly #show: (line: string) => void;

  constructor(context: Pick<CommandContext, 'stderr'>) {
    this.#context = context;

    this.#show = progressLine(context);
  }

  /** Given to `train` as it is. */
  readonly onEvent = (event: TrainEvent): void => {
    if (event.kind === 'step') this.#step(event.progress);
    if (event.kind === 'teacher') this.#teacher(event);
    if (event.kind === 'note') this.#line(event.text);
    if (event.kind === 'epoch') this.#epoch(event.epoch);
  };

  #step(progress: Extract<TrainEvent, { kind: 'step' }>['progress']): void {
    const { step, steps, epoch, epochs, loss, rowsPerSecond, secondsLeft } = progress;
    if (this.#context.stderr.isTTY !== true && step % lineEvery !== 0 && step !== steps) return;
    const place = `epoch ${epoch} of ${epochs}, step ${step} of ${steps}`;
    const pace = `${rowsPerSecond.toFixed(1)} rows/s, ${timecode(secondsLeft * 1000)} left`;
    this.#show(`${place}, loss ${loss.toFixed(3)}, ${pace}`);
  }

  #teacher({ done, total }: Extract<TrainEvent, { kind: 'teacher' }>): void {
    this.#show(`the teacher answered ${done} of ${count(total, 'text')}`);
  }

  #epoch({ epoch, loss, seconds, validation, best }: Extract<TrainEvent, { kind: 'epoch' }>['epoch']): void {
    const { accuracy = 0, macroF1 = 0 } = validation ?? {};
    const scores = `, validation accuracy ${accuracy.toFixed(3)}, macro F1 ${macroF1.toFixed(3)}`;
    const scored = validation === undefined ? '' : `${scores}${best ? ' (best)' : ''}`;
    this.#line(`epoch ${epoch}: loss ${loss.toFixed(4)}${scored}, ${timecode(seconds * 1000)}`);
  }

  #line(text: string): void {
    clearProgress(this.#context);
    this.#context.stderr.write(`${text}\n`);
  }
}
