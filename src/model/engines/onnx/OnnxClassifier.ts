import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EmostreamError } from '../../../common/errors';
import type { ModelIdentity } from '../../../common/ModelIdentity';
import type { Classifier } from '../../Classifier';
import { engineFile, readEngineFolder, type EngineManifest } from '../../engineFolder/EngineManifest';
import { OnnxWorkerPool } from './OnnxWorkerPool';
import { paddedLength, paddedRuns } from '../padding';
import { softmax } from '../softmax';

/** On 2 cores one session of 2 threads was the faster layout (bench/README.md); larger machines get more sessions. */
const threadsOfASession = 4;
/** Each session holds the weights. */
const mostSessions = 8;

/**
 * An engine folder on ONNX Runtime's CPU provider, in worker threads: one session for every four processors, which
 * take runs from one queue.
 */
export class OnnxClassifier implements Classifier {
  readonly model: ModelIdentity;
  readonly engine: string;
  readonly labels: readonly string[];
  readonly maxTokens: number;
  readonly #padId: number;
  readonly #pool: OnnxWorkerPool;

  private constructor(manifest: EngineManifest, pool: OnnxWorkerPool) {
    this.model = { name: manifest.name, hash: manifest.engineHash };
    this.engine = `onnx-cpu-${manifest.precision}`;
    this.labels = manifest.labels;
    this.maxTokens = manifest.maxTokens;
    this.#padId = manifest.padId;
    this.#pool = pool;
  }

  /**
   * Loads and warms up an engine folder.
   *
   * @param options.threads processors to use; all by default
   * @param options.sessions sessions that share them, for benchmarks
   * @throws EmostreamError `bad_checkpoint` for a damaged folder, `engine_failed` when the runtime refuses it
   */
  static async load(
    folder: string,
    options: { threads?: number; sessions?: number } = {},
  ): Promise<OnnxClassifier> {
    const manifest = readEngineFolder(folder);
    const threads = Math.max(1, options.threads ?? availableParallelism());
    const sessions = options.sessions ?? Math.min(mostSessions, Math.ceil(threads / threadsOfASession));
    const path = join(folder, engineFile);
    const pool = await OnnxWorkerPool.start(path, sessions, Math.max(1, Math.floor(threads / sessions)));
    return new OnnxClassifier(manifest, pool);
  }

  paddedLength(tokens: number): number {
    return paddedLength(tokens, this.maxTokens);
  }

  async classify(sequences: readonly Int32Array[]): Promise<Float32Array[]> {
    for (const { length } of sequences) {
      if (length < 1 || length > this.maxTokens) {
        throw new EmostreamError(
          `a sequence has ${length} tokens; ${this.model.name} takes 1 to ${this.maxTokens}`,
          {
            code: 'bad_sequence',
            fault: 'bug',
          },
        );
      }
    }
    const classes = this.labels.length;
    const probabilities = new Array<Float32Array>(sequences.length);
    await Promise.all(
      paddedRuns(sequences, this.#padId, this.maxTokens).map(async (run) => {
        const { logits = new Float32Array() } = await this.#pool.run(run);
        run.places.forEach((place, row) => {
          probabilities[place] = softmax(logits.subarray(row * classes, (row + 1) * classes));
        });
      }),
    );
    return probabilities;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
