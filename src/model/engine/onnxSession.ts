import type { InferenceSession } from 'onnxruntime-node';

/** Sequences of one padded length, laid one after another. */
export interface PaddedBatch {
  /** int32 [sequences, length], padded at the end. */
  ids: Int32Array;
  /** int32 [sequences]: tokens of each. */
  lengths: Int32Array;
}

/**
 * What every session of ours runs with. The graph is fused already (level `basic`: the higher levels would turn
 * LayerNormalization back into a slower operator); threads do not spin, so that an idle tagger costs nothing.
 */
export function sessionOptions(threads: number): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    graphOptimizationLevel: 'basic',
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

/** Loads the native library only when an engine is made: commands without a model start faster. */
export async function openSession(path: string, threads: number): Promise<InferenceSession> {
  const { InferenceSession } = await import('onnxruntime-node');
  return InferenceSession.create(path, sessionOptions(threads));
}

/** Runs one batch and gives the named outputs, float32. */
export async function runBatch(
  session: InferenceSession,
  batch: PaddedBatch,
): Promise<(output: string) => Float32Array> {
  const { Tensor } = await import('onnxruntime-node');
  const { ids, lengths } = batch;
  const outputs = await session.run({
    input_ids: new Tensor('int32', ids, [lengths.length, ids.length / lengths.length]),
    lengths: new Tensor('int32', lengths, [lengths.length]),
  });
  return (name) => {
    const data = outputs[name]?.data;
    if (!(data instanceof Float32Array)) throw new Error(`the graph has no float32 output ${name}`);
    return data;
  };
}
