import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { EmostreamError, messageOf } from '../../../common/errors';
import { packageRoot } from '../../../common/packageRoot';

type OnnxRuntime = typeof import('onnxruntime-node');

const load = createRequire(__filename);

/**
 * ONNX Runtime for this machine. The published package carries a copy of its own (deploy/package/preparePackage.ts);
 * in the repository it is a development dependency.
 *
 * @throws EmostreamError `engine_unavailable` where it has no library for this machine
 */
export function onnxRuntime(): OnnxRuntime {
  const installed = join(packageRoot, 'node_modules', 'onnxruntime-node');
  const carried = join(packageRoot, 'dist', 'onnxruntime-node');
  try {
    return load(existsSync(installed) ? installed : carried) as OnnxRuntime;
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
