import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EmostreamError } from '../../common/errors';
import { packageRoot } from '../../common/packageRoot';
import { findProgram, runProgram } from './programs';

/** Pins what is fetched and the version of the Maven plugin that fetches it. */
export const pom = join(packageRoot, 'deploy', 'embedded-kafka', 'pom.xml');

/** Something from Maven Central that is fetched once and then kept. */
export interface MavenFetch {
  /** With its version, for messages: `Kafka 4.1.0`. */
  what: string;
  megabytes: number;
  /** Where it is kept; takes its name only when it is complete. */
  folder: string;
  /** Arguments of Maven that make it put the files into a folder. */
  goal: (into: string) => readonly string[];
  /** What is still to be done with the files before they count as complete. */
  prepare?: (folder: string) => Promise<void>;
  /** How to do without: the second half of a sentence that begins with "Install Maven, or". */
  otherwise: string;
}

export interface FetchOptions {
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The folder with what was asked for, fetched the first time.
 *
 * @throws EmostreamError `maven_missing`, `maven_failed`
 */
export async function fetchWithMaven(
  fetch: MavenFetch,
  { onProgress, signal }: FetchOptions = {},
): Promise<string> {
  const { what, megabytes, folder, goal, prepare, otherwise } = fetch;
  if (existsSync(folder)) return folder;
  const maven = findProgram('mvn');
  if (maven === undefined) {
    throw new EmostreamError(`no Maven here to fetch ${what}, and none cached in ${folder}`, {
      code: 'maven_missing',
      fault: 'environment',
      hint: `Install Maven (Debian: apt install maven), or ${otherwise}.`,
    });
  }
  onProgress?.(`fetching ${what} from Maven Central (${megabytes} MB, once)`);
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    const { code, output } = await runProgram(maven, ['-B', '-f', pom, ...goal(partial)], { signal });
    if (code !== 0) throw mavenFailed(fetch, output);
    if ((await readdir(partial)).length === 0) throw mavenFailed(fetch, '[ERROR] Maven copied nothing');
    await prepare?.(partial);
    await adopt(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  onProgress?.(`${what} is in ${folder}`);
  return folder;
}

/** Gives the complete folder its name. Where another process was faster, its folder holds the same files. */
async function adopt(partial: string, folder: string): Promise<void> {
  try {
    await rename(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function mavenFailed({ what, otherwise }: MavenFetch, output: string): EmostreamError {
  return new EmostreamError(`Maven could not fetch ${what}: ${mavenReason(output)}`, {
    code: 'maven_failed',
    fault: 'environment',
    hint: `Check the network (a proxy or a mirror goes into ~/.m2/settings.xml), or ${otherwise}.`,
  });
}

/** The first error of Maven's output: the ones after it only tell how to print stack traces. */
export function mavenReason(output: string): string {
  const line = output.split('\n').find((each) => each.startsWith('[ERROR]'));
  return (line ?? output.trim().split('\n').at(-1) ?? '').replace('[ERROR]', '').trim();
}
