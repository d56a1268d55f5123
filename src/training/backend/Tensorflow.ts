import type * as tfjs from '@tensorflow/tfjs-core';
import type { NativeBackend } from './NativeBackend';
import type { TensorflowKind } from './TensorflowKind';

/** The operations of TensorFlow.js: the module, handed on since it is loaded from where it is found. */
export type Tf = typeof tfjs;

/** TensorFlow.js, loaded: its operations, and the native backend under them that runs single kernels by name. */
export interface Tensorflow {
  tf: Tf;
  backend: NativeBackend;
  kind: TensorflowKind;
  /** Whether a GPU was found and is used. */
  usesGpu: boolean;
  /** For people: the npm package and TensorFlow's version. */
  description: string;
}
