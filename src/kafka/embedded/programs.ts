import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What a finished program said. */
export interface ProgramResult {
  /** Exit code; 1 where the program was ended by a signal. */
  code: number;
  /** Standard output and standard error, one after the other. */
  output: string;
}

/**
 * The full path of a program, looked for in the folders of `PATH`.
 *
 * @returns undefined where no folder has an executable file of that name
 */
export function findProgram(name: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`, `${name}.cmd`] : [name];
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    for (const file of names) {
      const path = join(folder, file);
      if (folder !== '' && isExecutable(path)) return path;
    }
  }
  return undefined;
}

/** Whether the path is a file that this user may execute. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

export interface RunOptions {
  env?: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
  /** Milliseconds until the program is ended; none by default. */
  timeout?: number;
}

/**
 * Runs a program to its end. A non-zero exit is a result, not an error.
 *
 * @throws Error where the program cannot be started or the signal aborts
 */
export function runProgram(
  path: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const { env = process.env, signal, timeout = 0 } = options;
    execFile(
      path,
      args,
      { env, signal, timeout, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : (error.code ?? 1);
        // A word in place of a number (ENOENT, ABORT_ERR): it did not run to its end.
        if (typeof code === 'number') resolve({ code, output: stdout + stderr });
        else reject(error instanceof Error ? error : new Error(code));
      },
    );
  });
}
