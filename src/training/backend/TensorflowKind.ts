import { cacheFolder } from '../../cacheFolder';

/** Which of TensorFlow.js's native packages: for the processor or for an NVIDIA GPU. */
export type TensorflowKind = 'cpu' | 'gpu';

export function isTensorflowKind(value: unknown): value is TensorflowKind {
  return value === 'cpu' || value === 'gpu';
}

/** npm packages of the native backend. Optional: neither is needed to tag. */
export const tensorflowPackages: Record<TensorflowKind, string> = {
  cpu: '@tensorflow/tfjs-node',
  gpu: '@tensorflow/tfjs-node-gpu',
};

/** Where `npm run setup:tensorflow` builds the package of that kind. */
export function tensorflowHome(kind: TensorflowKind): string {
  return cacheFolder('tensorflow', kind);
}
