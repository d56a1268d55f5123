import { runProgram } from './runProgram';

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
