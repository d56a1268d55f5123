import { loadTensorflow } from '../../../src/model/engines/tfjs/tensorflow/loadTensorflow';
import type { Tensorflow } from '../../../src/model/engines/tfjs/tensorflow/Tensorflow';
import type { TensorflowKind } from '../../../src/model/engines/tfjs/tensorflow/TensorflowKind';
import { setupTensorflow } from '../../../src/model/engines/tfjs/setup/setupTensorflow';

/** The first time on a machine it downloads and compiles; afterwards it is a look into the cache. */
const setupTimeoutMs = 900_000;

/** TensorFlow for the tests of a file, set up before them where it is not. */
export function useTensorflow(kind: TensorflowKind = 'cpu'): () => Tensorflow {
  let tensorflow: Tensorflow | undefined;
  beforeAll(async () => {
    await setupTensorflow(kind);
    tensorflow = await loadTensorflow([kind]);
  }, setupTimeoutMs);
  return () => {
    if (tensorflow === undefined) throw new Error('TensorFlow is not set up: see the error above');
    return tensorflow;
  };
}
