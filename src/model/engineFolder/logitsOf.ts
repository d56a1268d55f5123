import { openSession, runBatch } from '../engine/onnxSession';

/**
 * Runs sequences one by one, unpadded, on the calling thread: for export, not for a service.
 *
 * @param observe is given each run's other outputs
 * @returns logits float32 [classes] of each sequence
 */
export async function logitsOf(
  enginePath: string,
  sequences: readonly Int32Array[],
  observe: (tokens: number, output: (name: string) => Float32Array) => void = () => undefined,
): Promise<Float32Array[]> {
  const session = await openSession(enginePath, 2);
  try {
    const logits: Float32Array[] = [];
    for (const ids of sequences) {
      const output = await runBatch(session, { ids, lengths: Int32Array.of(ids.length) });
      observe(ids.length, output);
      logits.push(output('logits').slice());
    }
    return logits;
  } finally {
    await session.release();
  }
}
