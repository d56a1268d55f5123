import { basename, resolve } from 'node:path';
import { EmostreamError } from '../../../common/errors';
import type { Classifier } from '../../Classifier';
import { openCheckpoint } from '../../checkpoint/Checkpoint';
import { paddedLength, paddedRuns } from '../padding';
import { softmax } from '../softmax';
import { sourceHash } from '../../engineFolder/sourceFiles';
import type { ModelIdentity } from '../../../common/ModelIdentity';
import type { TensorflowKind } from './tensorflow/TensorflowKind';
import { TfjsThread } from './TfjsThread';
import type { TfjsMemory } from './tfjsWorker';

interface Parts {
  model: ModelIdentity;
  labels: readonly string[];
  maxTokens: number;
  padId: number;
  thread: TfjsThread;
}

/**
 * A checkpoint on TensorFlow.js, in a worker thread of its own: the graph that training uses, in float32. The weights
 * are uploaded once and stay on the device; token ids go in, logits come out.
 */
export class TfjsClassifier implements Classifier {
  readonly model: ModelIdentity;
  readonly engine: `tfjs-${TensorflowKind}`;
  readonly labels: readonly string[];
  readonly maxTokens: number;
  readonly #padId: number;
  readonly #thread: TfjsThread;

  private constructor({ model, labels, maxTokens, padId, thread }: Parts) {
    this.model = model;
    this.engine = `tfjs-${thread.device}`;
    this.labels = labels;
    this.maxTokens = maxTokens;
    this.#padId = padId;
    this.#thread = thread;
  }

  /**
   * Loads and warms up a checkpoint folder. The model's hash is that of the checkpoint's files.
   *
   * @param name how labels call the model; the folder's by default
   * @throws EmostreamError `bad_checkpoint`, or `engine_failed` where TensorFlow is not set up or refuses it
   */
  static async load(folder: string, name: string = basename(resolve(folder))): Promise<TfjsClassifier> {
    const { labels, config } = openCheckpoint(folder);
    const model = { name, hash: await sourceHash(folder) };
    const thread = await TfjsThread.start(folder);
    const { maxPositions: maxTokens, padId } = config;
    return new TfjsClassifier({ model, labels, maxTokens, padId, thread });
  }

  /** The npm package, TensorFlow's version and the device, for people. */
  get description(): string {
    return this.#thread.description;
  }

  /** What TensorFlow holds after the last batch: it does not grow. */
  get memory(): TfjsMemory {
    return this.#thread.memory;
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
        const logits = await this.#thread.run(run);
        run.places.forEach((place, row) => {
          probabilities[place] = softmax(logits.subarray(row * classes, (row + 1) * classes));
        });
      }),
    );
    return probabilities;
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
