import type { Readable } from 'node:stream';
import type { OptionValues } from '../config/options';
import type { Cue } from '../producers/Cue';
import type { TranscriptWarning } from '../producers/formats/Warnings';
import { parseFile } from '../producers/parseFile';
import type { SegmentDraft } from '../producers/segments/SegmentDraft';
import { readInput } from './input/readInput';
import { segmentOptions, type SegmentFlags } from './input/segmentOptions';

export interface ParseCaller {
  stdin: Readable;
  /** Ends the wait for standard input. */
  signal: AbortSignal;
  onWarnings: (file: string, warnings: readonly TranscriptWarning[]) => void;
}

/**
 * What is read from a transcript: its segments, or with `cues` its cues as they are in the file.
 *
 * @param file `-` is standard input
 * @throws EmostreamError `unreadable_file`; from the loop those of `parseTranscript`
 */
export async function parseInput(
  file: string,
  flags: SegmentFlags & Pick<OptionValues, 'cues'>,
  { stdin, signal, onWarnings }: ParseCaller,
): Promise<Iterable<Cue | SegmentDraft>> {
  return parseFile(await readInput(file, stdin, signal), file, {
    ...segmentOptions(flags),
    cues: flags.cues,
    onWarning: (warning) => onWarnings(file, [warning]),
  });
}
