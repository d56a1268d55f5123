import { EmostreamError } from '../../common/errors';
import type { ModelIdentity } from '../../common/ModelIdentity';
import { checkpointError } from '../checkpoint/modelFiles';
import type { Classifier } from '../Classifier';
import { isFiniteAnswer, softmax } from '../probabilities';
import { paddedLength, paddedRuns, type PaddedBatch } from './padding';

/** What an engine has to do: from a padded batch to logits. All else of a classifier is the same for every engine. */
export interface LogitsRunner {
  /**
   * @param batch its memory is given away
   * @returns logits float32 [sequences, classes], row by row
   * @throws EmostreamError `engine_failed`
   */
  run(batch: PaddedBatch): Promise<Float32Array>;
  /** Finishes what is under way and frees the device. Idempotent. */
  close(): Promise<void>;
}

/** What a classifier says of itself, and what it pads with. */
export interface EngineDescription extends Pick<Classifier, 'engine' | 'labels' | 'maxTokens'> {
  model: ModelIdentity;
  padId: number;
}

/** A classifier on any engine: sequences are padded into runs, the runs give logits, the logits probabilities. */
export class EngineClassifier implements Classifier {
  readonly model: ModelIdentity;
  readonly engine: string;
  readonly labels: readonly string[];
  readonly maxTokens: number;
  readonly #padId: number;
  readonly #runner: LogitsRunner;

  private constructor({ model, engine, labels, maxTokens, padId }: EngineDescription, runner: LogitsRunner) {
    this.model = model;
    this.engine = engine;
    this.labels = labels;
    this.maxTokens = maxTokens;
    this.#padId = padId;
    this.#runner = runner;
  }

  /**
   * Takes a runner that is ready, and lets it answer once. The runner is closed where it is refused.
   *
   * @throws EmostreamError `bad_checkpoint` when the answer is not finite: then no answer would be
   */
  static async open(description: EngineDescription, runner: LogitsRunner): Promise<EngineClassifier> {
    const classifier = new EngineClassifier(description, runner);
    try {
      const [answer = new Float32Array()] = await classifier.classify([Int32Array.of(description.padId)]);
      if (isFiniteAnswer(answer)) return classifier;
      const given = answer.join(', ') || 'nothing';
      throw checkpointError(
        `${description.model.name} answers ${given} instead of probabilities: its weights cannot be right`,
        'the training diverged, or the engine was made of a damaged checkpoint: use another checkpoint',
      );
    } catch (error) {
      await runner.close();
      throw error;
    }
  }

  paddedLength(tokens: number): number {
    return paddedLength(tokens, this.maxTokens);
  }

  async classify(sequences: readonly Int32Array[]): Promise<Float32Array[]> {
    for (const { length } of sequences) {
      if (length >= 1 && length <= this.maxTokens) continue;
      const message = `a sequence has ${length} tokens; ${this.model.name} takes 1 to ${this.maxTokens}`;
      throw new EmostreamError(message, { code: 'bad_sequence', fault: 'bug' });
    }
    const classes = this.labels.length;
    const probabilities = new Array<Float32Array>(sequences.length);
    await Promise.all(
      paddedRuns(sequences, this.#padId, this.maxTokens).map(async (run) => {
        const logits = await this.#runner.run(run);
        run.places.forEach((place, row) => {
          probabilities[place] = softmax(logits.subarray(row * classes, (row + 1) * classes));
        });
      }),
    );
    return probabilities;
  }

  close(): Promise<void> {
    return this.#runner.close();
  }
}
