import { workerData } from 'node:worker_threads';
import type { InferenceSession } from 'onnxruntime-node';
import type { PaddedBatch } from '../padding';
import { serveBatches } from '../serveBatches';
import { onnxRuntime } from './onnxRuntime';

/** What the worker is started with. */
export interface OnnxWorkerData {
  path: string;
  /** Threads of one run. */
  threads: number;
}

/** The outputs of a run by name; all of ours are float32. */
export type Outputs = Record<string, Float32Array<ArrayBuffer>>;

/**
 * What every session of ours runs with. The graph is fused already (level `basic`: the higher levels would turn
 * LayerNormalization back into a slower operator); threads do not spin, so that an idle tagger costs nothing. A failed
 * run is told by the rejected promise, not by a line of the runtime's on standard error.
 */
function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'basic',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/** Runs one batch; the outputs have memory of their own. */
async function runBatch(session: InferenceSession, { ids, lengths }: PaddedBatch): Promise<Outputs> {
  const { Tensor } = onnxRuntime();
  const outputs = await session.run({
    input_ids: new Tensor('int32', ids, [lengths.length, ids.length / lengths.length]),
    lengths: new Tensor('int32', lengths, [lengths.length]),
  });
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { data }]) => {
      if (!(data instanceof Float32Array)) throw new Error(`the output ${name} is not float32`);
      return [name, data.slice()];
    }),
  );
}

serveBatches<undefined, Outputs>(async () => {
  const { path, threads } = workerData as OnnxWorkerData;
  const session = await onnxRuntime().InferenceSession.create(path, sessionOptions(threads));
  return {
    about: undefined,
    run: (batch) => runBatch(session, batch),
    transfer: (outputs) => Object.values(outputs).map(({ buffer }) => buffer),
  };
});
