import { basename, join, resolve } from 'node:path';
import { openCheckpoint } from '../../checkpoint/Checkpoint';
import { sourceHash } from '../../checkpoint/modelFiles';
import type { Classifier } from '../../Classifier';
import { EngineClassifier } from '../EngineClassifier';
import { WorkerPool } from '../WorkerPool';
import type { TensorflowKind } from './tensorflow/TensorflowKind';
import type { TfjsAnswer, TfjsWorkerData } from './tfjsWorker';

/**
 * A checkpoint folder on TensorFlow.js, in a worker thread of its own: the network that training uses, in float32. The
 * weights are uploaded once and stay on the device. Loaded and warm. The model's hash is that of the checkpoint.
 *
 * @param name how labels call the model; the folder's by default
 * @throws EmostreamError `bad_checkpoint`, `tensorflow_missing` or `tensorflow_broken` where TensorFlow is not set up,
 *   `engine_failed` where it refuses the model
 */
export async function openTfjsEngine(
  folder: string,
  name: string = basename(resolve(folder)),
): Promise<Classifier> {
  const { labels, network } = openCheckpoint(folder);
  const model = { name, hash: await sourceHash(folder) };
  const pool = await startTfjs(folder);
  const { maxTokens, padId } = network;
  const engine = `tfjs-${pool.about[0] ?? 'cpu'}`;
  return EngineClassifier.open(
    { model, engine, labels, maxTokens, padId },
    { run: async (batch) => (await pool.run(batch)).logits, close: () => pool.close() },
  );
}

/** A checkpoint in a worker thread, which tells the device that it runs on. */
export function startTfjs(folder: string): Promise<WorkerPool<TensorflowKind, TfjsAnswer>> {
  const data: TfjsWorkerData = { folder };
  const script = join(__dirname, 'tfjsWorker.js');
  return WorkerPool.start({
    script,
    data,
    workers: 1,
    engine: `the TensorFlow engine of ${resolve(folder)}`,
  });
}
