import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { packageRoot } from './packageRoot';

/** The folder in which the published package carries a copy of an npm package. */
export const carriedFolder = (name: string): string => join(packageRoot, 'dist', 'carried', name);

/**
 * Loads an npm package that the published package carries a copy of; in the repository it is a development
 * dependency. As a dependency of the published package it would bring onnxruntime-node's install script to every
 * user's machine (deploy/package/preparePackage.ts).
 */
export function loadCarried(name: string): unknown {
  const installed = join(packageRoot, 'node_modules', name);
  return createRequire(__filename)(existsSync(installed) ? installed : carriedFolder(name));
}
