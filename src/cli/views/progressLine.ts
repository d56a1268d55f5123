import type { CommandContext } from '../Command';

/**
 * Shows the steps of long work on stderr: on a terminal each line replaces the one before, elsewhere a line each.
 */
export function progressLine({ stderr }: Pick<CommandContext, 'stderr'>): (line: string) => void {
  if (stderr.isTTY !== true) return (line) => void stderr.write(`${line}\n`);
  return (line) => void stderr.write(`\r\u001b[2K${line}`);
}

/** Takes the last progress line away from a terminal. */
export function clearProgress({ stderr }: Pick<CommandContext, 'stderr'>): void {
  if (stderr.isTTY === true) stderr.write('\r\u001b[2K');
}
