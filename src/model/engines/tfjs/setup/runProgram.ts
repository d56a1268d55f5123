import { spawn } from 'node:child_process';
import { setupError } from './setupError';

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
