import { join } from 'node:path';
import { EmostreamError } from '../../common/errors';
import { findProgram, isExecutable, runProgram } from './programs';

/** The oldest Java that a Kafka 4 broker runs on (KIP-1013). */
export const oldestJava = 17;

export interface Java {
  /** Full path of the `java` program. */
  path: string;
  /** As it prints it: `17.0.15`. */
  version: string;
}

/**
 * The Java that would run the broker: that of `JAVA_HOME`, else the first in `PATH`.
 *
 * @throws EmostreamError `java_missing`, `java_too_old`, `java_broken`
 */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<Java> {
  const path = javaPath(env);
  if (path === undefined) throw javaMissing(env);
  const { code, output } = await runProgram(path, ['-version'], { env, timeout: 30_000 }).catch(
    (error: unknown) => ({ code: 1, output: String(error) }),
  );
  const version = /version "([^"]+)"/.exec(output)?.[1];
  if (code !== 0 || version === undefined) {
    throw new EmostreamError(`${path} does not run: ${firstLine(output)}`, {
      code: 'java_broken',
      fault: 'environment',
      hint: `Install Java ${oldestJava} or newer, or set JAVA_HOME to one that works.`,
    });
  }
  if (majorOf(version) < oldestJava) {
    throw new EmostreamError(
      `${path} is Java ${version}; the embedded Kafka needs Java ${oldestJava} or newer`,
      {
        code: 'java_too_old',
        fault: 'environment',
        hint: `Install a newer Java and set JAVA_HOME to it, or set KAFKA_BROKERS=host:port to use a running Kafka.`,
      },
    );
  }
  return { path, version };
}

/** Java 8 and older call themselves 1.8; newer ones lead with the major version (JEP 223). */
export function majorOf(version: string): number {
  const parts = version.split(/[.\-+_]/).map(Number);
  return (parts[0] === 1 ? parts[1] : parts[0]) ?? 0;
}

function javaPath(env: NodeJS.ProcessEnv): string | undefined {
  const home = env['JAVA_HOME'];
  if (home !== undefined && home !== '') {
    const path = join(home, 'bin', process.platform === 'win32' ? 'java.exe' : 'java');
    if (isExecutable(path)) return path;
  }
  return findProgram('java', env);
}

function javaMissing(env: NodeJS.ProcessEnv): EmostreamError {
  const docker = findProgram('docker', env) !== undefined;
  const options = { code: 'java_missing', fault: 'environment' } as const;
  if (docker) {
    return new EmostreamError('no Java here to run the embedded Kafka, but there is Docker', {
      ...options,
      hint: 'Run `docker compose up -d kafka` in the emostream folder, then set KAFKA_BROKERS=localhost:9092.',
    });
  }
  return new EmostreamError('no Java here to run the embedded Kafka, and no Docker', {
    ...options,
    hint:
      `Install Java ${oldestJava} or newer (Debian: apt install openjdk-17-jre-headless), ` +
      'or set KAFKA_BROKERS=host:port to use a running Kafka.',
  });
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
