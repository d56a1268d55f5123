import type { TranscriptWarning } from '../../producers/formats/Warnings';
import type { CommandContext } from '../Command';

/** Tells on stderr what was skipped or repaired in a transcript: the first few, and how many more. */
export function warnAbout(
  file: string,
  warnings: readonly TranscriptWarning[],
  { stderr }: CommandContext,
): void {
  const shownRows = 5;
  for (const { line, message } of warnings.slice(0, shownRows)) {
    stderr.write(`${file}${line === undefined ? '' : `:${line}`}: ${message}\n`);
  }
  if (warnings.length > shownRows)
    stderr.write(`${file}: and ${warnings.length - shownRows} more warnings\n`);
}
