import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Classifier } from '../../Classifier';
import { engineFile, readEngineFolder } from '../../engineFolder/EngineManifest';
import { EngineClassifier } from '../EngineClassifier';
import { WorkerPool } from '../WorkerPool';
import type { OnnxWorkerData, Outputs } from './onnxWorker';

/** On 2 cores one session of 2 threads was the faster layout (bench/README.md); larger machines get more sessions. */
const threadsOfASession = 4;
/** Each session holds the weights. */
const mostSessions = 8;

/**
 * An engine folder on ONNX Runtime's CPU provider, in worker threads: one session for every four processors, which
 * take runs from one queue. Loaded and warm.
 *
 * @param options.threads processors to use; all by default
 * @param options.sessions sessions that share them, for benchmarks
 * @throws EmostreamError `bad_checkpoint` for a damaged folder, `engine_failed` when the runtime refuses it
 */
export async function openOnnxEngine(
  folder: string,
  options: { threads?: number | undefined; sessions?: number | undefined } = {},
): Promise<Classifier> {
  const { name, engineHash, precision, labels, maxTokens, padId } = readEngineFolder(folder);
  const threads = Math.max(1, options.threads ?? availableParallelism());
  const sessions = options.sessions ?? Math.min(mostSessions, Math.ceil(threads / threadsOfASession));
  const pool = await startOnnx(
    join(folder, engineFile),
    sessions,
    Math.max(1, Math.floor(threads / sessions)),
  );
  const model = { name, hash: engineHash };
  const engine = `onnx-cpu-${precision}`;
  return EngineClassifier.open(
    { model, engine, labels, maxTokens, padId },
    {
      run: async (batch) => (await pool.run(batch))['logits'] ?? new Float32Array(),
      close: () => pool.close(),
    },
  );
}

/**
 * Sessions of an .onnx file, each in a worker thread.
 *
 * @throws EmostreamError `engine_failed` when the runtime refuses it
 */
export function startOnnx(
  path: string,
  sessions: number,
  threads: number,
): Promise<WorkerPool<undefined, Outputs>> {
  const data: OnnxWorkerData = { path, threads };
  const script = join(__dirname, 'onnxWorker.js');
  return WorkerPool.start({ script, data, workers: sessions, engine: `the ONNX engine ${path}` });
}

/**
 * Runs sequences one by one, unpadded: for export, not for a service.
 *
 * @param observe is given each run's outputs, the logits among them
 * @returns logits float32 [classes] of each sequence
 */
export async function logitsOf(
  path: string,
  sequences: readonly Int32Array[],
  observe: (tokens: number, outputs: Outputs) => void = () => undefined,
): Promise<Float32Array[]> {
  const pool = await startOnnx(path, 1, 2);
  try {
    const logits: Float32Array[] = [];
    for (const sequence of sequences) {
      const outputs = await pool.run({ ids: sequence.slice(), lengths: Int32Array.of(sequence.length) });
      observe(sequence.length, outputs);
      logits.push(outputs['logits'] ?? new Float32Array());
    }
    return logits;
  } finally {
    await pool.close();
  }
}
