import type { Cue } from '../Cue';
import type { TextSpan } from './TextSpan';
import type { Warnings } from './Warnings';

/** The content of a transcript file. */
export interface TranscriptContent {
  /** In the order of the file. */
  cues: Cue[];
  /** BCP 47 tag, where the file names its language. */
  language?: string;
  /** The identifier of the broadcast or video, where the file has one. */
  streamId?: string;
  title?: string;
  timestampMap?: TimestampMap;
}

/**
 * Maps the cue times of one HLS segment to the clock of the media (RFC 8216, section 3.5). It is reported and not
 * applied: cues keep the times of the file, and `startMs + offsetMs` is the time on the media's 90 kHz clock.
 */
export interface TimestampMap {
  localMs: number;
  /** Ticks of 1/90000 s. */
  mpegTs: number;
  /** `mpegTs / 90 - localMs`. */
  offsetMs: number;
}

/**
 * A file format of transcripts. To add one, write a file that exports one of these and name it in
 * `transcriptFormats`.
 */
export interface TranscriptFormat {
  readonly name: string;
  /** The usual name of the format, for messages. */
  readonly title: string;
  /** Lower case, with the dot; the first is the usual one. */
  readonly extensions: readonly string[];
  /** Whether the content looks like this format. Must be fast, and true for one format at most. */
  matches(text: string): boolean;
  /**
   * @param text decoded, lines ending in LF
   * @param warnings gets one entry for each piece that was skipped or repaired
   * @throws EmostreamError (input) when the whole file is broken and no cue can be read
   */
  parse(text: string, warnings: Warnings): TranscriptContent;
  /** The text of a cue without its markup, split where the voice or the language changes. */
  spans(cueText: string): TextSpan[];
}
