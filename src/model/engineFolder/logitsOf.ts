import type { Outputs } from '../engines/onnx/onnxSession';
import { OnnxWorkerPool } from '../engines/onnx/OnnxWorkerPool';

/**
 * Runs sequences one by one, unpadded: for export, not for a service.
 *
 * @param observe is given each run's outputs, the logits among them
 * @returns logits float32 [classes] of each sequence
 */
export async function logitsOf(
  enginePath: string,
  sequences: readonly Int32Array[],
  observe: (tokens: number, outputs: Outputs) => void = () => undefined,
): Promise<Float32Array[]> {
  const pool = await OnnxWorkerPool.start(enginePath, 1, 2);
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
