import { EmostreamError } from '../common/errors';
import { setupTensorflow } from '../model/engines/tfjs/setup/setupTensorflow';
import { isTensorflowKind, tensorflowKinds } from '../model/engines/tfjs/tensorflow/TensorflowKind';

/**
 * Sets up what is named: `tensorflow` of a kind.
 *
 * @param kind gpu, cpu or wasm
 * @throws EmostreamError `bad_argument`, and those of `setupTensorflow`
 */
export async function setUpTensorflow(
  what: string | undefined,
  kind: string,
  onProgress: (step: string) => void,
): ReturnType<typeof setupTensorflow> {
  if (what !== 'tensorflow' || !isTensorflowKind(kind)) {
    const given = what === 'tensorflow' ? kind : String(what);
    throw new EmostreamError(
      `setup knows ${tensorflowKinds.map((k) => `tensorflow ${k}`).join(', ')}, not ${given}`,
      {
        code: 'bad_argument',
        fault: 'configuration',
        hint: 'emostream setup tensorflow gpu',
      },
    );
  }
  return setupTensorflow(kind, onProgress);
}
