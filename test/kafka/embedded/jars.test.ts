import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fetchJars, jarFolder, jarsCached, kafkaVersion } from '../../../src/kafka/embedded/jars';

const { EMOSTREAM_CACHE, PATH } = process.env;
const folder = mkdtempSync(join(tmpdir(), 'emostream-jars-'));

/** Puts a program called mvn before all others, with an empty cache. */
function withMaven(script: string): void {
  const bin = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(bin, 'mvn'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  process.env['PATH'] = `${bin}${delimiter}${PATH ?? ''}`;
  process.env['EMOSTREAM_CACHE'] = mkdtempSync(join(folder, 'cache-'));
}

afterEach(() => {
  process.env['PATH'] = PATH;
  if (EMOSTREAM_CACHE === undefined) delete process.env['EMOSTREAM_CACHE'];
  else process.env['EMOSTREAM_CACHE'] = EMOSTREAM_CACHE;
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What Maven does with -DoutputDirectory: puts the jars there. */
const copies = 'for a; do case "$a" in -DoutputDirectory=*) echo jar > "${a#*=}/kafka.jar";; esac; done';

test('fetches once, in one step, and says so', async () => {
  withMaven(copies);
  const lines: string[] = [];
  const onProgress = (line: string): void => void lines.push(line);
  expect(jarsCached()).toBe(false);
  expect(await fetchJars({ onProgress })).toBe(jarFolder());
  expect(readdirSync(jarFolder())).toEqual(['kafka.jar']);
  expect(readdirSync(dirname(jarFolder()))).toEqual([kafkaVersion()]);
  expect(lines[0]).toMatch(/fetching Kafka 4\..* from Maven Central/);
  await fetchJars({ onProgress });
  expect(lines).toHaveLength(2);
});

test('two at the same time both get the whole', async () => {
  withMaven(copies);
  expect(await Promise.all([fetchJars(), fetchJars()])).toEqual([jarFolder(), jarFolder()]);
  expect(readdirSync(dirname(jarFolder()))).toEqual([kafkaVersion()]);
});

test('a failure leaves nothing behind and gives the reason of Maven', async () => {
  withMaven('echo "[ERROR] Could not transfer artifact: Network is unreachable"; exit 1');
  await expect(fetchJars()).rejects.toMatchObject({
    code: 'maven_failed',
    message: expect.stringMatching(/Could not transfer artifact: Network is unreachable$/) as string,
  });
  expect(readdirSync(dirname(jarFolder()))).toEqual([]);
});

test('a Maven that copies nothing has failed', async () => {
  withMaven('exit 0');
  await expect(fetchJars()).rejects.toMatchObject({ code: 'maven_failed' });
  expect(existsSync(jarFolder())).toBe(false);
});

test('without Maven the ways out are told, unless the jars are there', async () => {
  withMaven(copies);
  process.env['PATH'] = folder;
  await expect(fetchJars()).rejects.toMatchObject({ code: 'maven_missing', fault: 'environment' });
  mkdirSync(jarFolder(), { recursive: true });
  expect(await fetchJars()).toBe(jarFolder());
});
