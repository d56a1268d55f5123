import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdtempSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from '../../src/common/cacheFolder';
import { readTail, tellingLines } from '../../src/kafka/embedded/brokerDeath';
import { fetchWithMaven } from '../../src/kafka/embedded/fetchWithMaven';
import { findJava } from '../../src/kafka/embedded/java';
import { freePort } from '../../src/kafka/embedded/ports';
import { runProgram } from '../../src/kafka/embedded/programs';
import { spawnWatchdog } from '../../src/kafka/embedded/spawnWatchdog';

/** An Apicurio Registry that Maven Central has as a program. */
const version = '2.6.13.Final';
const startDeadlineMs = 120_000;

/** A schema registry of this test run: a real Apicurio, in memory, without Docker. */
export class ApicurioRegistry {
  readonly #child: ChildProcess;
  private constructor(
    child: ChildProcess,
    /** Where it speaks Confluent's API. */
    readonly url: string,
  ) {
    this.#child = child;
  }

  /** Fetches it the first time, starts it and waits until it answers. */
  static async start(): Promise<ApicurioRegistry> {
    const folder = await fetchRegistry();
    const { path: java } = await findJava();
    const port = await freePort();
    const cwd = mkdtempSync(join(tmpdir(), 'emostream-apicurio-'));
    const logFile = join(cwd, 'registry.log');
    const log = openSync(logFile, 'a');
    const runner = join(folder, `apicurio-registry-app-${version}-runner.jar`);
    const args = ['-Xmx256m', `-Dquarkus.http.port=${port}`, '-Dquarkus.http.host=127.0.0.1', '-jar', runner];
    const child = spawn(java, args, { cwd, stdio: ['ignore', log, log] });
    closeSync(log);
    child.on('error', () => undefined);
    if (child.pid === undefined) throw new Error(`${java} could not be started`);
    const watchdog = spawnWatchdog(child.pid);
    child.once('exit', () => watchdog.kill('SIGKILL'));
    const registry = new ApicurioRegistry(child, `http://127.0.0.1:${port}/apis/ccompat/v7`);
    if (await registry.#answers()) return registry;
    await registry.stop();
    throw new Error(`the registry does not start: ${tellingLines(readTail(logFile)).join(' | ')}`);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once('exit', resolve));
    // It holds nothing that is worth an orderly end.
    this.#child.kill('SIGKILL');
    await exited;
  }

  async #answers(): Promise<boolean> {
    const deadline = Date.now() + startDeadlineMs;
    while (Date.now() < deadline && this.#child.exitCode === null) {
      const response = await fetch(`${this.url}/subjects`).catch(() => undefined);
      if (response?.status === 200) return true;
      await sleep(100);
    }
    return false;
  }
}

function fetchRegistry(): Promise<string> {
  return fetchWithMaven(
    {
      what: `Apicurio Registry ${version}`,
      megabytes: 142,
      folder: cacheFolder('apicurio', version),
      goal: (into) => [
        'dependency:copy',
        `-Dartifact=io.apicurio:apicurio-registry-app:${version}:tar.gz:all`,
        `-DoutputDirectory=${into}`,
      ],
      // Not by Maven's own dependency:unpack: that notes beside the pom what it has unpacked, and never does so again.
      prepare: unpack,
      otherwise: 'set EMOSTREAM_TEST_REGISTRY to the address of a running registry, or to none',
    },
    { onProgress: (line) => process.stderr.write(`${line}\n`) },
  );
}

async function unpack(folder: string): Promise<void> {
  const archive = join(folder, `apicurio-registry-app-${version}-all.tar.gz`);
  const { code, output } = await runProgram('tar', ['-xzf', archive, '-C', folder]);
  if (code !== 0) throw new Error(`tar: ${output}`);
  await rm(archive);
}
