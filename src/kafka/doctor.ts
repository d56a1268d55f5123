import { EmostreamError, messageOf } from '../common/errors';
import { findJava } from './embedded/java';
import { jarFolder, jarsCached, kafkaVersion } from './embedded/jars';
import { findProgram, runProgram } from './embedded/programs';
import { probeCluster } from './probeBroker';
import type { KafkaSettings } from './settings';

/** One thing that the machine has or lacks. */
export interface KafkaCheck {
  name: string;
  ok: boolean;
  /** What was found. */
  detail: string;
  /** What to do; empty where nothing need be done. */
  hint: string;
}

type Environment = NodeJS.ProcessEnv;

/**
 * What Kafka work needs here: with settings, that cluster alone; without, what the embedded broker is made of.
 *
 * @param env for `PATH` and `JAVA_HOME`
 */
export async function checkKafka(
  settings: KafkaSettings | undefined,
  env: Environment = process.env,
): Promise<KafkaCheck[]> {
  if (settings !== undefined) return [await checkBroker(settings)];
  return Promise.all([checkJava(env), checkMaven(env), checkJars(), checkDocker(env)]);
}

export async function checkJava(env: Environment = process.env): Promise<KafkaCheck> {
  try {
    const { path, version } = await findJava(env);
    return { name: 'Java', ok: true, detail: `${version} (${path})`, hint: '' };
  } catch (error) {
    return failed('Java', error);
  }
}

/** Maven fetches the broker's jars, once: with the jars there it is not needed. */
export async function checkMaven(env: Environment = process.env): Promise<KafkaCheck> {
  const name = 'Maven';
  const path = findProgram('mvn', env);
  if (path === undefined) {
    const hint = jarsCached() ? '' : 'Install Maven (Debian: apt install maven).';
    return { name, ok: jarsCached(), detail: jarsCached() ? 'not found, and not needed' : 'not found', hint };
  }
  const { code, output } = await runProgram(path, ['-v'], { env, timeout: 30_000 }).catch(
    (error: unknown) => ({
      code: 1,
      output: messageOf(error),
    }),
  );
  const version = /Apache Maven (\S+?)(?:\u001b|\s|$)/.exec(output)?.[1];
  if (code !== 0 || version === undefined) {
    return { name, ok: false, detail: `${path} does not run`, hint: 'Reinstall Maven; it needs Java.' };
  }
  return { name, ok: true, detail: `${version} (${path})`, hint: '' };
}

export async function checkJars(): Promise<KafkaCheck> {
  const name = `Kafka ${kafkaVersion()} jars`;
  return jarsCached()
    ? { name, ok: true, detail: jarFolder(), hint: '' }
    : { name, ok: true, detail: 'not fetched yet', hint: 'They are fetched at the first start (43 MB).' };
}

/** Docker is one way out where there is no Java; that it is missing is no fault. */
export async function checkDocker(env: Environment = process.env): Promise<KafkaCheck> {
  const name = 'Docker (optional)';
  const path = findProgram('docker', env);
  if (path === undefined) return { name, ok: true, detail: 'not found', hint: '' };
  const { code } = await runProgram(path, ['version'], { env, timeout: 15_000 }).catch(() => ({ code: 1 }));
  return code === 0
    ? { name, ok: true, detail: path, hint: '' }
    : {
        name,
        ok: true,
        detail: `${path}, but no engine answers`,
        hint: 'Start Docker to use the compose file.',
      };
}

/** @param deadlineMs how long the cluster may take to answer */
export async function checkBroker(settings: KafkaSettings, deadlineMs = 10_000): Promise<KafkaCheck> {
  const name = 'Kafka cluster';
  try {
    await probeCluster(settings, deadlineMs);
    return { name, ok: true, detail: `${settings.brokers.join(', ')} answers`, hint: '' };
  } catch (error) {
    return failed(name, error);
  }
}

function failed(name: string, error: unknown): KafkaCheck {
  const hint = error instanceof EmostreamError ? (error.hint ?? '') : '';
  return { name, ok: false, detail: messageOf(error), hint };
}
