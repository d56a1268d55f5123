import { existsSync, readFileSync } from 'node:fs';
import { cacheFolder } from '../../common/cacheFolder';
import { type FetchOptions, fetchWithMaven, pom } from './fetchWithMaven';

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

/**
 * The folder with the broker's jars, fetched from Maven Central the first time (about 43 MB).
 *
 * @throws EmostreamError `maven_missing`, `maven_failed`
 */
export async function fetchJars(options: FetchOptions = {}): Promise<string> {
  return fetchWithMaven(
    {
      what: `Kafka ${kafkaVersion()}`,
      megabytes: 43,
      folder: jarFolder(),
      goal: (into) => ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${into}`],
      otherwise: 'set KAFKA_BROKERS=host:port to use a running Kafka',
    },
    options,
  );
}
