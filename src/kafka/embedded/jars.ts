import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../cacheFolder';
import { EmostreamError } from '../../errors';
import { packageRoot } from '../../packageRoot';
import { findProgram, runProgram } from './programs';

const pom = join(packageRoot, 'deploy', 'embedded-kafka', 'pom.xml');

/** The Kafka version that deploy/embedded-kafka/pom.xml pins. */
export function kafkaVersion(): string {
  const version = /<kafka\.version>([^<]+)</.exec(readFileSync(pom, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`no <kafka.version> in ${pom}`);
  return version;
}

/** Where the jars of that version are kept. */
export function jarFolder(): string {
  return cacheFolder('kafka', kafkaVersion());
}

/** Whether the jars were fetched: the folder takes its name only when it is complete. */
export function jarsCached(): boolean {
  return existsSync(jarFolder());
}

export interface FetchJarsOptions {
  onProgress?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The folder with the broker's jars, fetched from Maven Central the first time (about 43 MB).
 *
 * @throws EmostreamError `maven_missing`, `maven_failed`
 */
export async function fetchJars({ onProgress, signal }: FetchJarsOptions = {}): Promise<string> {
  const folder = jarFolder();
  if (jarsCached()) return folder;
  const maven = findProgram('mvn');
  if (maven === undefined) {
    throw new EmostreamError(`no Maven here to fetch Kafka ${kafkaVersion()}, and none cached in ${folder}`, {
      code: 'maven_missing',
      fault: 'environment',
      hint: 'Install Maven (Debian: apt install maven), or set KAFKA_BROKERS=host:port to use a running Kafka.',
    });
  }
  onProgress?.(`fetching Kafka ${kafkaVersion()} from Maven Central (43 MB, once)`);
  await mkdir(dirname(folder), { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    const { code, output } = await runProgram(
      maven,
      [
        '-B',
        '-f',
        pom,
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${partial}`,
      ],
      { signal },
    );
    if (code !== 0) throw mavenFailed(output);
    await adopt(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  onProgress?.(`Kafka ${kafkaVersion()} is in ${folder}`);
  return folder;
}

/** Gives the complete folder its name. Where another process was faster, its folder holds the same jars. */
async function adopt(partial: string, folder: string): Promise<void> {
  if ((await readdir(partial)).length === 0) throw mavenFailed('[ERROR] Maven copied nothing');
  try {
    await rename(partial, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  }
}

function mavenFailed(output: string): EmostreamError {
  return new EmostreamError(`Maven could not fetch Kafka ${kafkaVersion()}: ${mavenReason(output)}`, {
    code: 'maven_failed',
    fault: 'environment',
    hint: 'Check the network (a proxy or a mirror goes into ~/.m2/settings.xml), or set KAFKA_BROKERS=host:port to use a running Kafka.',
  });
}

/** The first error of Maven's output: the ones after it only tell how to print stack traces. */
export function mavenReason(output: string): string {
  const line = output.split('\n').find((each) => each.startsWith('[ERROR]'));
  return (line ?? output.trim().split('\n').at(-1) ?? '').replace('[ERROR]', '').trim();
}
