import type { CommandContext } from '../Command';

type Stderr = Pick<CommandContext, 'stderr'>;

const clearLine = '\r\u001b[2K';

/** Shows the steps of long work on stderr: on a terminal each line replaces the one before, elsewhere a line each. */
export function progressLine({ stderr }: Stderr): (line: string) => void {
  if (stderr.isTTY !== true) return (line) => void stderr.write(`${line}\n`);
  return (line) => void stderr.write(`${clearLine}${line}`);
}

/** Shows a count that changes all the time, in the place of the last step; on a terminal alone. */
export function countLine({ stderr }: Stderr): (line: string) => void {
  return (line) => {
    if (stderr.isTTY === true) stderr.write(`${clearLine}${line}`);
  };
}

/** Takes the last progress line away from a terminal. */
export function clearProgress({ stderr }: Stderr): void {
  if (stderr.isTTY === true) stderr.write(clearLine);
}
