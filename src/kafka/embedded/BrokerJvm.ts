import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { javaArguments, type BrokerFolders } from './brokerConfig';
import { identify, type ProcessIdentity } from './processIdentity';

/** How long a broker may take to close its files after SIGTERM; SIGKILL then. */
const stopDeadlineMs = 10_000;

/**
 * The broker's JVM as a child process that cannot outlive this one.
 *
 * A small shell holds the other end of a pipe from this process: when this process ends, however it ends, the
 * system closes the pipe, and the shell kills the JVM. It works wherever there is a POSIX shell, where the
 * parent-death signal of prctl(2) is Linux alone.
 */
export class BrokerJvm {
  /** How it ended: `exit code 1`, `signal SIGKILL`. Never rejects. */
  readonly exited: Promise<string>;
  readonly identity: ProcessIdentity;
  /** Size of the log file, in bytes, before this JVM wrote to it. */
  readonly logStart: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, identity: ProcessIdentity, logStart: number) {
    this.#child = child;
    this.identity = identity;
    this.logStart = logStart;
    const watchdog = spawnWatchdog(identity.pid);
    this.exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        watchdog.kill('SIGKILL');
        resolve(signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
      });
    });
  }

  /** @throws Error where `java` cannot be started at all */
  static start(java: string, jars: string, folders: BrokerFolders): BrokerJvm {
    const log = openSync(folders.log, 'a', 0o600);
    try {
      const logStart = fstatSync(log).size;
      const child = spawn(java, javaArguments(jars, folders.log4j, 'kafka.Kafka', folders.properties), {
        stdio: ['ignore', log, log],
        // Kafka's scripts read these; a user's values for another Kafka must not leak into this one.
        env: { ...process.env, KAFKA_OPTS: '', JMX_PORT: '' },
      });
      child.on('error', () => undefined);
      const identity = child.pid === undefined ? undefined : identify(child.pid);
      if (identity === undefined) throw new Error(`${java} could not be started`);
      return new BrokerJvm(child, identity, logStart);
    } finally {
      closeSync(log);
    }
  }

  /** Ends it, cleanly if it can. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    // A stopped process (SIGSTOP) takes no SIGTERM until it goes on.
    this.#child.kill('SIGCONT');
    const deadline = setTimeout(() => this.#child.kill('SIGKILL'), stopDeadlineMs);
    await this.exited;
    clearTimeout(deadline);
  }
}

function spawnWatchdog(pid: number): ChildProcess {
  const watchdog = spawn('/bin/sh', ['-c', 'read -r _; kill -KILL "$1"', 'emostream-watchdog', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell the state file still names the JVM, and the next start ends it.
  watchdog.on('error', () => undefined);
  return watchdog;
}
