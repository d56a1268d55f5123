import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lock } from 'proper-lockfile';
import { tensorflowHome, type NativeKind, type TensorflowKind } from '../tensorflow/TensorflowKind';
import { checkTensorflow, type TensorflowAnswer } from './checkTensorflow';
import { installLibrary, libraryVersion, linkLibrary } from './installLibrary';
import { buildAddon, installPackage, packageVersion } from './installPackage';

export interface TensorflowSetup extends TensorflowAnswer {
  kind: TensorflowKind;
  folder: string;
  /** False where it was there already. */
  built: boolean;
}

/** Another process may be building: it takes a minute or two, its lock is renewed all the while. */
const waitForOther = { retries: 300, minTimeout: 1000, maxTimeout: 2000 };

/**
 * Makes a package of TensorFlow.js work from the registries alone, and sees with a small training step that it does:
 * the npm package without its install script, and for a native one TensorFlow's library from its PyPI wheel and the
 * addon compiled between them. Idempotent: what is there and works is left as it is.
 *
 * @param report called with a line before each step
 * @throws EmostreamError `tensorflow_setup_failed` naming the step that failed and what it needs
 */
export async function setupTensorflow(
  kind: TensorflowKind,
  report: (line: string) => void = () => undefined,
): Promise<TensorflowSetup> {
  const home = tensorflowHome(kind);
  mkdirSync(home, { recursive: true });
  const release = await lock(home, { retries: waitForOther, stale: 30_000 });
  try {
    const built = readStamp(home) !== stamp(kind);
    if (built) await build(kind, report);
    report('a small training step');
    const verified = await checkTensorflow(kind);
    writeFileSync(join(home, stampFile), stamp(kind));
    return { kind, folder: home, built, ...verified };
  } finally {
    await release();
  }
}

async function build(kind: TensorflowKind, report: (line: string) => void): Promise<void> {
  const home = tensorflowHome(kind);
  rmSync(join(home, stampFile), { force: true });
  report(`the npm package, into ${home}`);
  const packageFolder = await installPackage(kind);
  if (kind !== 'wasm') await buildNative(kind, packageFolder, report);
}

async function buildNative(
  kind: NativeKind,
  packageFolder: string,
  report: (line: string) => void,
): Promise<void> {
  report(`TensorFlow ${libraryVersion} from PyPI (${kind === 'gpu' ? 'about 4 GB with CUDA' : '0.3 GB'})`);
  linkLibrary(packageFolder, await installLibrary(kind));
  report('compiling the addon');
  await buildAddon(packageFolder);
}

const stampFile = 'built.json';

/** What was built: a change of one of these builds anew. */
function stamp(kind: TensorflowKind): string {
  const native = { packageVersion, libraryVersion, node: process.versions.modules };
  return JSON.stringify(kind === 'wasm' ? { packageVersion } : native);
}

function readStamp(home: string): string | undefined {
  const path = join(home, stampFile);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
