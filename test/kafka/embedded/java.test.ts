import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkDocker, checkJava, checkMaven } from '../../../src/kafka/doctor';
import { findJava, majorOf } from '../../../src/kafka/embedded/java';
import { mavenReason } from '../../../src/kafka/embedded/fetchWithMaven';
import { kafkaVersion } from '../../../src/kafka/embedded/jars';

const folder = mkdtempSync(join(tmpdir(), 'emostream-java-'));

afterAll(() => rmSync(folder, { recursive: true }));

/** A folder with a program of that name that prints a text to standard error. */
function fake(name: string, program: string, text: string, code = 0): string {
  const bin = join(folder, name, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, program), `#!/bin/sh\necho '${text}' >&2\nexit ${code}\n`, { mode: 0o755 });
  return join(folder, name);
}

const home = (JAVA_HOME: string) => ({ PATH: '', JAVA_HOME });

test.each([
  ['17.0.15', 17],
  ['1.8.0_402', 8],
  ['21', 21],
  ['25-ea', 25],
])('the major version of %s is %i', (version, major) => {
  expect(majorOf(version)).toBe(major);
});

test('JAVA_HOME goes before PATH', async () => {
  const newer = fake('newer', 'java', 'openjdk version "21.0.2" 2024-01-16');
  const older = fake('older', 'java', 'openjdk version "17.0.1" 2021-10-19');
  const env = { JAVA_HOME: newer, PATH: join(older, 'bin') };
  expect(await findJava(env)).toEqual({ path: join(newer, 'bin', 'java'), version: '21.0.2' });
  expect(await findJava({ ...env, JAVA_HOME: join(folder, 'nowhere') })).toMatchObject({ version: '17.0.1' });
});

test('too old, broken, missing', async () => {
  const old = fake('old', 'java', 'java version "1.8.0_402"');
  await expect(findJava(home(old))).rejects.toMatchObject({ code: 'java_too_old' });
  const broken = fake('broken', 'java', 'cannot execute', 1);
  await expect(findJava(home(broken))).rejects.toMatchObject({ code: 'java_broken' });
  await expect(findJava(home(''))).rejects.toMatchObject({ code: 'java_missing', fault: 'environment' });
});

test('the doctor says what is there and what to do', async () => {
  const java = fake('doctor', 'java', 'openjdk version "17.0.15"');
  expect(await checkJava(home(java))).toMatchObject({ status: 'ok', hint: '' });
  expect(await checkJava(home(''))).toMatchObject({
    status: 'missing',
    hint: expect.stringMatching(/Java 17/) as string,
  });
  const tools = fake('tools', 'mvn', 'Apache Maven 3.8.7');
  const PATH = join(tools, 'bin');
  expect(await checkMaven({ PATH })).toMatchObject({
    status: 'ok',
    detail: expect.stringMatching(/^3\.8\.7/) as string,
  });
  expect(await checkDocker({ PATH })).toMatchObject({ status: 'absent', detail: 'not found' });
  fake('tools', 'docker', 'Cannot connect to the Docker daemon', 1);
  expect(await checkDocker({ PATH })).toMatchObject({
    status: 'absent',
    hint: expect.stringMatching(/Start Docker/) as string,
  });
});

test('the reason of a failed Maven is its first error', () => {
  const output =
    '[INFO] Scanning\n[ERROR] Could not resolve artifact x: unknown host\n[ERROR] To see the full stack\n';
  expect(mavenReason(output)).toBe('Could not resolve artifact x: unknown host');
  expect(mavenReason('Error: JAVA_HOME is not defined\n')).toBe('Error: JAVA_HOME is not defined');
});

test('the Kafka version is pinned', () => {
  expect(kafkaVersion()).toMatch(/^4\.\d+\.\d+$/);
});
