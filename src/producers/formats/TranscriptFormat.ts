import type { Cue } from '../Cue';
import type { TextSpan } from './TextSpan';
import type { Warnings } from './Warnings';

/** What a file holds besides its format's name. */
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
 * How the cue times of one HLS segment lie on the clock of the media (RFC 8216, section 3.5). Reported, never
 * applied: the cues keep the times of the file, `startMs + offsetMs` is the time on the media's 90 kHz clock.
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
  /** As a user knows it, for messages. */
  readonly title: string;
  /** Lower case, with the dot; the first is the usual one. */
  readonly extensions: readonly string[];
  /** Whether the content looks like this format; cheap, and strict enough that no two formats both say yes. */
  matches(text: string): boolean;
  /**
   * @param text decoded, lines ending in LF
   * @param warnings takes every piece that was skipped or repaired
   * @throws EmostreamError (input) where no cue can be read because the whole file is broken
   */
  parse(text: string, warnings: Warnings): TranscriptContent;
  /** The text of a cue without its markup, cut where the voice or the language changes. */
  spans(cueText: string): TextSpan[];
}
