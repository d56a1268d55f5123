import type * as tfjs from '@tensorflow/tfjs-core';
import type { NativeBackend } from './NativeBackend';
import type { TensorflowKind } from './TensorflowKind';

/** TensorFlow.js, loaded: its operations, and the native backend under them that runs single kernels by name. */
export interface Tensorflow {
  tf: typeof tfjs;
  backend: NativeBackend;
  kind: TensorflowKind;
  /** Whether a GPU was found and is used. */
  usesGpu: boolean;
  /** For people: the npm package and TensorFlow's version. */
  description: string;
}
