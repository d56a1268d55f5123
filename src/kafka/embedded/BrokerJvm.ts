import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { brokerJvm, javaArguments, type BrokerFolders } from './brokerConfig';
import { identify, type ProcessIdentity } from '../../common/processIdentity';
import { spawnWatchdog } from './spawnWatchdog';

/** How long a broker may take to close its files after SIGTERM; SIGKILL then. */
const stopDeadlineMs = 10_000;

/**
 * The broker's JVM as a child process that a watchdog does not let outlive this one. Where there is no shell for the
 * watchdog, the state file still names the JVM, and the next start ends it.
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

  /**
   * @param jvmOptions the JVM's own settings
   * @throws Error where `java` cannot be started at all
   */
  static start(java: string, jars: string, folders: BrokerFolders, jvmOptions = brokerJvm): BrokerJvm {
    const log = openSync(folders.log, 'a', 0o600);
    try {
      const logStart = fstatSync(log).size;
      const command = ['kafka.Kafka', folders.properties];
      const child = spawn(java, javaArguments(jars, folders.log4j, command, jvmOptions), {
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
