import { loadCarried } from '../../../common/carriedPackage';
import { EmostreamError, messageOf } from '../../../common/errors';

type OnnxRuntime = typeof import('onnxruntime-node');

/**
 * ONNX Runtime for this machine.
 *
 * @throws EmostreamError `engine_unavailable` where it has no library for this machine
 */
export function onnxRuntime(): OnnxRuntime {
  try {
    return loadCarried('onnxruntime-node') as OnnxRuntime;
  } catch (error) {
    throw new EmostreamError(
      `ONNX Runtime cannot be loaded on ${process.platform} ${process.arch}: ${messageOf(error)}`,
      {
        code: 'engine_unavailable',
        fault: 'environment',
        hint:
          'it runs on Linux with glibc (not Alpine) on x64 and arm64, macOS on arm64, and Windows on x64 and arm64; ' +
          'elsewhere run emostream in a container image that is based on Debian, or use --engine tfjs',
        cause: error,
      },
    );
  }
}
