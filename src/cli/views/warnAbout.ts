import { count } from '../../common/count';
import type { TranscriptWarning } from '../../producers/formats/Warnings';
import type { CommandContext } from '../Command';

/** Warnings that are shown of a file; of the others it is said how many there are. */
const shownWarnings = 5;

/** Tells on stderr what was skipped or repaired in a transcript. */
export function warnAbout({
  stderr,
}: Pick<CommandContext, 'stderr'>): (file: string, warnings: readonly TranscriptWarning[]) => void {
  return (file, warnings) => {
    for (const { line, message } of warnings.slice(0, shownWarnings)) {
      stderr.write(`${file}${line === undefined ? '' : `:${line}`}: ${message}\n`);
    }
    const more = warnings.length - shownWarnings;
    if (more > 0) stderr.write(`${file}: and ${count(more, 'more warning')}\n`);
  };
}
