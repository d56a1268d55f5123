import { spawn } from 'node:child_process';
import { EmostreamError } from '../../../../common/errors';

/** The way out for a machine that cannot have TensorFlow's native library, at the end of a hint. */
export const withoutNative =
  'or run `npx emostream setup tensorflow wasm`, which is slower and needs no Python and no compiler';

/** A step of the set-up that this machine does not let through, told to the one who runs the machine. */
export function setupError(message: string, hint: string, cause?: unknown): EmostreamError {
  return new EmostreamError(message, { code: 'tensorflow_setup_failed', fault: 'environment', hint, cause });
}

/** The last lines of a failed program's output are what tells why. */
const tailLines = 12;

/**
 * Runs a program to its end, its output kept to itself unless it fails.
 *
 * @returns what it wrote to standard output
 * @throws EmostreamError `tensorflow_setup_failed` when it is missing or exits with another code than 0
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  hint: string,
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: process.env, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let everything = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      everything += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (everything += text));
    child.on('error', (error) => reject(setupError(`${program} cannot be run`, hint, error)));
    child.on('close', (code, signal) => {
      if (code === 0) {
        resolve(stdout);
        return;
      }
      const tail = everything.trim().split('\n').slice(-tailLines).join('\n  ');
      const how = signal === null ? `exit code ${code ?? '?'}` : `signal ${signal}`;
      reject(setupError(`\`${program} ${args.join(' ')}\` ended with ${how}:\n  ${tail}`, hint));
    });
  });
}

/**
 * Runs npm to its end, as `runProgram` does. Within `npm run` it is that npm's own program: on Windows `npm` is a batch
 * file, which Node does not spawn.
 *
 * @throws EmostreamError `tensorflow_setup_failed` when it is missing or fails
 */
export async function runNpm(
  args: readonly string[],
  hint: string,
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<void> {
  const running = process.env['npm_execpath'];
  if (running?.endsWith('npm-cli.js')) await runProgram(process.execPath, [running, ...args], hint, options);
  else await runProgram('npm', args, hint, options);
}
