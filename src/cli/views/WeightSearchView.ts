import { tableText } from '../../evaluation';
import { powerName } from '../../app/training/weightSearch';
import type {
  WeightSearchEvent,
  WeightSearchOptions,
  WeightSearchResult,
} from '../../training/searchWeights';
import type { CommandContext } from '../Command';
import { clearProgress } from './progressLine';

/**
 * Shows a search for weights on stderr: which training is under way, what each candidate came to, at last all of them.
 */
export class WeightSearchView {
  readonly #context: Pick<CommandContext, 'stderr'>;

  constructor(context: Pick<CommandContext, 'stderr'>) {
    this.#context = context;
  }

  readonly onEvent = (event: WeightSearchEvent, { powers, splits }: WeightSearchOptions): void => {
    if (event.kind === 'candidate') {
      const { power, mean } = event.candidate;
      this.#write(`weights ${powerName(power)}: validation macro F1 ${mean.toFixed(4)}`);
    } else {
      const { candidate, power, split } = event;
      const part = splits === 1 ? '' : `, split ${split} of ${splits}`;
      this.#write(`weights ${candidate} of ${powers.length}: ${powerName(power)}${part}`);
    }
  };

  readonly showResult = ({ best, candidates }: WeightSearchResult): void => {
    const labels = Object.keys(best.weights);
    const table = tableText({
      caption: 'Weights that were tried, and their macro F1 on the validation rows:',
      head: ['weights', ...labels, 'macro F1', ''],
      rows: candidates.map((candidate) => [
        powerName(candidate.power),
        ...labels.map((label) => (candidate.weights[label] ?? 1).toFixed(2)),
        candidate.mean.toFixed(4),
        candidate === best ? 'taken' : '',
      ]),
      wordColumns: [labels.length + 2],
    });
    this.#write(`${table}\n`);
  };

  #write(text: string): void {
    clearProgress(this.#context);
    this.#context.stderr.write(`${text}\n`);
  }
}
