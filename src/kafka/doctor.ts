import { type Check, missing } from '../common/Check';
import { messageOf } from '../common/errors';
import { findJava } from './embedded/java';
import { jarFolder, jarsCached, kafkaVersion } from './embedded/jars';
import { findProgram, runProgram } from './embedded/programs';
import { probeCluster } from './kafkajs/probeCluster';
import type { KafkaSettings } from './settings';

type Environment = NodeJS.ProcessEnv;

/**
 * What Kafka work needs here: with settings, that cluster alone; without, what the embedded broker is made of.
 *
 * @param env for `PATH` and `JAVA_HOME`
 */
export async function checkKafka(
  settings: KafkaSettings | undefined,
  env: Environment = process.env,
): Promise<Check[]> {
  if (settings !== undefined) return [await checkBroker(settings)];
  return Promise.all([checkJava(env), checkMaven(env), checkJars(), checkDocker(env)]);
}

export async function checkJava(env: Environment = process.env): Promise<Check> {
  try {
    const { path, version } = await findJava(env);
    return { name: 'Java', status: 'ok', detail: `${version} (${path})`, hint: '' };
  } catch (error) {
    return missing('Java', error);
  }
}

/** Maven fetches the broker's jars, once: with the jars there it is not needed. */
export async function checkMaven(env: Environment = process.env): Promise<Check> {
  const name = 'Maven';
  const path = findProgram('mvn', env);
  if (path === undefined) {
    return jarsCached()
      ? { name, status: 'not needed', detail: 'not found; the jars that it would fetch are here', hint: '' }
      : { name, status: 'missing', detail: 'not found', hint: 'Install Maven (Debian: apt install maven).' };
  }
  const { code, output } = await runProgram(path, ['-v'], { env, timeout: 30_000 }).catch(
    (error: unknown) => ({
      code: 1,
      output: messageOf(error),
    }),
  );
  const version = /Apache Maven (\S+?)(?:\u001b|\s|$)/.exec(output)?.[1];
  if (code !== 0 || version === undefined) {
    const detail = `${path} does not run`;
    return jarsCached()
      ? { name, status: 'not needed', detail: `${detail}; the jars that it would fetch are here`, hint: '' }
      : { name, status: 'missing', detail, hint: 'Reinstall Maven; it needs Java.' };
  }
  return { name, status: 'ok', detail: `${version} (${path})`, hint: '' };
}

export async function checkJars(): Promise<Check> {
  const name = `Kafka ${kafkaVersion()} jars`;
  return jarsCached()
    ? { name, status: 'ok', detail: jarFolder(), hint: '' }
    : {
        name,
        status: 'absent',
        detail: 'not fetched yet',
        hint: 'They are fetched at the first start (43 MB).',
      };
}

/** Docker is one way out where there is no Java; that it is missing is no fault. */
export async function checkDocker(env: Environment = process.env): Promise<Check> {
  const name = 'Docker (optional)';
  const path = findProgram('docker', env);
  if (path === undefined) return { name, status: 'absent', detail: 'not found', hint: '' };
  const { code } = await runProgram(path, ['version'], { env, timeout: 15_000 }).catch(() => ({ code: 1 }));
  return code === 0
    ? { name, status: 'ok', detail: path, hint: '' }
    : {
        name,
        status: 'absent',
        detail: `${path}, but no engine answers`,
        hint: 'Start Docker to use the compose file.',
      };
}

/** @param deadlineMs how long the cluster may take to answer */
export async function checkBroker(settings: KafkaSettings, deadlineMs = 10_000): Promise<Check> {
  const name = 'Kafka cluster';
  try {
    await probeCluster(settings, deadlineMs);
    return { name, status: 'ok', detail: `${settings.brokers.join(', ')} answers`, hint: '' };
  } catch (error) {
    return missing(name, error);
  }
}
