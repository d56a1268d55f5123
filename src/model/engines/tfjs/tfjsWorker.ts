import { workerData } from 'node:worker_threads';
import type { Tensor } from '@tensorflow/tfjs-core';
import { openCheckpoint } from '../../checkpoint/Checkpoint';
import type { PaddedBatch } from '../padding';
import { serveBatches } from '../serveBatches';
import { loadTensorflow } from './tensorflow/loadTensorflow';
import type { Tensorflow } from './tensorflow/Tensorflow';
import type { TensorflowKind } from './tensorflow/TensorflowKind';

/** What the worker is started with. */
export interface TfjsWorkerData {
  /** A checkpoint. */
  folder: string;
}

export interface TfjsAnswer {
  /** float32 [sequences, classes] */
  logits: Float32Array;
  /** What TensorFlow holds after the run, which does not grow: its live tensors, and the bytes of their values. */
  memory: { tensors: number; bytes: number };
}

/**
 * Puts a checkpoint's weights on TensorFlow's device, once.
 *
 * @returns logits float32 [sequences, classes] of a batch
 * @throws EmostreamError `bad_checkpoint`
 */
function loadWeights(folder: string, tensorflow: Tensorflow): (batch: PaddedBatch) => Float32Array {
  const { tf } = tensorflow;
  const { labels, network, weights } = openCheckpoint(folder);
  const parameters = new Map<string, Tensor>(
    [...network.tensorShapes(labels.length)].map(([name, shape]) => [
      name,
      tf.tensor(weights.read(name), [...shape]),
    ]),
  );
  return ({ ids, lengths }) => {
    const length = ids.length / lengths.length;
    const sequences = Array.from(lengths, (tokens, row) => ids.subarray(row * length, row * length + tokens));
    const logits = tf.tidy(() => network.forward(tensorflow, parameters, sequences, length));
    const values = logits.dataSync<'float32'>();
    logits.dispose();
    return values;
  };
}

serveBatches<TensorflowKind, TfjsAnswer>(async () => {
  const { folder } = workerData as TfjsWorkerData;
  const tensorflow = await loadTensorflow();
  const logitsOf = loadWeights(folder, tensorflow);
  return {
    about: tensorflow.device,
    run: (batch) => {
      const logits = logitsOf(batch);
      const { numTensors: tensors, numBytes: bytes } = tensorflow.tf.memory();
      return { logits, memory: { tensors, bytes } };
    },
  };
});
