import { CommanderError } from 'commander';
import { EmostreamError } from '../common/errors';
import { systemError } from '../common/systemError';

/**
 * What the user reads of an error: one line that names the thing and the way out; and the exit code: 2 for how
 * the command was called or configured, 1 for what it met, 70 for our own mistakes (EX_SOFTWARE). What the operating
 * system refused is not our mistake, wherever it was met.
 */
export function reportError(
  thrown: unknown,
  command: string | undefined,
): { line: string; exitCode: number } {
  const error = systemError(thrown);
  const prefix = command === undefined ? 'emostream' : `emostream ${command}`;
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    return { line: `${prefix}: ${message}; see ${prefix} --help`, exitCode: 2 };
  }
  if (error instanceof EmostreamError && error.fault !== 'bug') {
    const hint = error.hint === undefined ? '' : ` (${error.hint.replace(/\.$/, '')})`;
    return {
      line: `${prefix}: ${oneLine(error.message + hint)}`,
      exitCode: error.fault === 'configuration' ? 2 : 1,
    };
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { line: `${prefix}: this is a bug in emostream, please report it: ${stack}`, exitCode: 70 };
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ');
}
