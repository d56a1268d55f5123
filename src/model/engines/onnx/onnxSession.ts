import type { InferenceSession } from 'onnxruntime-node';
import { onnxRuntime } from './onnxRuntime';

/** Sequences of one padded length, laid one after another. */
export interface PaddedBatch {
  /** int32 [sequences, length], padded at the end. */
  ids: Int32Array;
  /** int32 [sequences]: tokens of each. */
  lengths: Int32Array;
}

/**
 * What every session of ours runs with. The graph is fused already (level `basic`: the higher levels would turn
 * LayerNormalization back into a slower operator); threads do not spin, so that an idle tagger costs nothing. A failed
 * run is told by the rejected promise, not by a line of the runtime's on standard error.
 */
export function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'basic',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/** Loads an .onnx file. */
export async function openSession(path: string, threads: number): Promise<InferenceSession> {
  return onnxRuntime().InferenceSession.create(path, sessionOptions(threads));
}

/** The outputs of a run by name; all of ours are float32. */
export type Outputs = Record<string, Float32Array<ArrayBuffer>>;

/** Runs one batch; the outputs have memory of their own. */
export async function runBatch(session: InferenceSession, { ids, lengths }: PaddedBatch): Promise<Outputs> {
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
