import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { identify } from '../../src/common/processIdentity';

/** Whether a process with that number runs (a zombie does not). */
export function runs(pid: number): boolean {
  return identify(pid) !== undefined;
}

/** A process of its own that runs a script of dist/test/support and prints JSON lines. */
export class HelperProcess {
  readonly child: ChildProcess;
  /** Everything it printed to standard error. */
  errors = '';
  readonly #lines: string[] = [];
  readonly #waiting: ((line: string) => void)[] = [];

  /** @param script name of a file in this folder, without its extension */
  constructor(script: string, args: string[] = [], env: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(process.execPath, [join(__dirname, `${script}.js`), ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let rest = '';
    this.child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const resolve = this.#waiting.shift();
        if (resolve === undefined) this.#lines.push(line);
        else resolve(line);
      }
    });
    this.child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.errors += chunk));
  }

  /** The next line that it prints, parsed. Rejects where it ends before. */
  async next<T>(): Promise<T> {
    const line = this.#lines.shift();
    if (line !== undefined) return JSON.parse(line) as T;
    return new Promise((resolve, reject) => {
      this.#waiting.push((text) => resolve(JSON.parse(text) as T));
      this.child.once('exit', (code, signal) =>
        reject(new Error(`the helper ended (${code ?? signal ?? ''}): ${this.errors}`)),
      );
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
