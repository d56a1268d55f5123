import { cacheFolder } from '../../../../common/cacheFolder';

/** Packages of TensorFlow.js, fastest first: for an NVIDIA GPU, for the processor, for any machine (WebAssembly). */
export const tensorflowKinds = ['gpu', 'cpu', 'wasm'] as const;

export type TensorflowKind = (typeof tensorflowKinds)[number];

/** Those on TensorFlow's own library. */
export type NativeKind = Exclude<TensorflowKind, 'wasm'>;

export function isTensorflowKind(value: unknown): value is TensorflowKind {
  return (tensorflowKinds as readonly unknown[]).includes(value);
}

/** Their npm packages. Optional: none is needed to tag. */
export const tensorflowPackages: Record<TensorflowKind, string> = {
  gpu: '@tensorflow/tfjs-node-gpu',
  cpu: '@tensorflow/tfjs-node',
  wasm: '@tensorflow/tfjs-backend-wasm',
};

/** The operations and their gradients (tfjs-core alone, as CommonJS, has no gradients). */
export const operationsPackage = '@tensorflow/tfjs';

/** Where `emostream setup tensorflow` puts the package of that kind. */
export function tensorflowHome(kind: TensorflowKind): string {
  return cacheFolder('tensorflow', kind);
}
