import { basename, extname } from 'node:path';
import { EmostreamError } from '../../common/errors';
import type { Cue } from '../Cue';
import { asrJson } from './asrJson';
import { decodeText } from './decodeText';
import { languageTag } from './languageTag';
import { srt } from './srt';
import type { TimestampMap, TranscriptFormat } from './TranscriptFormat';
import { type TranscriptWarning, Warnings } from './Warnings';
import { webvtt } from './webvtt';

/** Every format that can be read, in the order in which they are tried. */
const transcriptFormats: readonly TranscriptFormat[] = [webvtt, asrJson, srt];

/** The code of the error for a file that is in none of the formats. */
export const formatUnknown = 'transcript_format_unknown';

/** A transcript as it is in its file. */
export interface Transcript {
  format: TranscriptFormat;
  cues: Cue[];
  /** BCP 47 tag from the file's content, else from a name such as `news.es.vtt`. */
  language?: string;
  /** The file's own identifier (`video_id`), else its name without folder and extension. */
  streamId: string;
  title?: string;
  /** Of an HLS segment in WebVTT; reported, not applied to the cues. */
  timestampMap?: TimestampMap;
  /** Everything that was skipped or repaired. */
  warnings: TranscriptWarning[];
}

/**
 * Reads a transcript of any supported format, in time linear in the file's size. The content decides on the format;
 * the extension matters only for the error message when no format fits.
 *
 * @param fileName for the stream's id and for messages; the file is not opened
 * @throws EmostreamError (input) `transcript_empty`, `transcript_format_unknown`, `transcript_too_large`,
 *   `webvtt_signature_missing`, `transcript_json_invalid`
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { parseTranscript } from 'emostream';
 *
 * const { cues, language, warnings } = parseTranscript(readFileSync('talk.vtt'), 'talk.vtt');
 * console.log(cues[0]?.startMs, cues[0]?.text, language, warnings.length);
 */
export function parseTranscript(bytes: Uint8Array, fileName: string): Transcript {
  const warnings = new Warnings();
  const text = decodeText(bytes, fileName, warnings);
  const format = formatOf(text, fileName);
  const content = inFile(fileName, () => format.parse(text, warnings));
  if (content.cues.length === 0) warnings.add('the file has no cues');
  const name = basename(fileName);
  const stem = basename(name, extname(name));
  const language = content.language ?? languageInName(stem);
  return {
    ...content,
    format,
    ...(language !== undefined && { language }),
    streamId: content.streamId ?? stem,
    warnings: warnings.list(),
  };
}

function formatOf(text: string, fileName: string): TranscriptFormat {
  if (text.trim() === '') throw inputError('transcript_empty', `${fileName} is empty`, supported());
  const named = transcriptFormats.find(({ extensions }) =>
    extensions.includes(extname(fileName).toLowerCase()),
  );
  // A .vtt file without its signature must not be parsed (W3C WebVTT 6.1), even where its cues look like SubRip.
  if (named === webvtt && !webvtt.matches(text)) {
    throw inputError(
      'webvtt_signature_missing',
      `${fileName} is not WebVTT: its first line must be WEBVTT`,
      'Add that line, or name the file .srt if it is SubRip.',
    );
  }
  const format = transcriptFormats.find((candidate) => candidate.matches(text));
  if (format !== undefined) return format;
  throw inputError(formatUnknown, `${fileName} is not a transcript in a known format`, supported());
}

/** yt-dlp and many others put the language before the extension: `Title [id].es.vtt`. */
function languageInName(stem: string): string | undefined {
  const [, tag = ''] = /\.([a-z]{2}(?:-[A-Za-z\d]{2,8})*)$/.exec(stem) ?? [];
  return languageTag(tag);
}

/** Adds the file's name to the error of a format's parser. */
function inFile<T>(fileName: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof EmostreamError)) throw error;
    const { code, fault, hint } = error;
    const options = { code, fault, cause: error, ...(hint !== undefined && { hint }) };
    throw new EmostreamError(`${fileName}: ${error.message}`, options);
  }
}

function inputError(code: string, message: string, hint: string): EmostreamError {
  return new EmostreamError(message, { code, fault: 'input', hint });
}

function supported(): string {
  const names = transcriptFormats.map(({ title, extensions }) => `${title} (${extensions.join(', ')})`);
  return `Supported: ${names.join(', ')}.`;
}
