import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { readSegments, type ReadOptions } from '../../producers/readSegments';
import type { TranscriptWarning } from '../../producers/formats/Warnings';
import { readJsonLines } from '../../producers/texts/readJsonLines';
import { readPlainLines } from '../../producers/texts/readPlainLines';
import type { TextItem } from '../../producers/texts/TextItem';
import { stdinName, unreadable } from './readInput';

export interface LabelItemsOptions {
  /** The input is plain text, one text a line. */
  lines: boolean;
  read: ReadOptions;
  onWarnings: (warnings: readonly TranscriptWarning[]) => void;
}

/** Enough to tell JSON Lines from a transcript. */
const peekBytes = 64 * 1024;

/**
 * What `tag` is to label in a file: plain lines, JSON Lines of `{text}` (known by their first line) or a
 * transcript's segments. Lines are read as they come, so a pipe that goes on for hours is labelled all along.
 *
 * @param path a file, or `-` for standard input
 * @throws EmostreamError `unreadable_file`, and those of `readSegments`
 */
export async function* labelItems(
  path: string,
  stdin: Readable,
  options: LabelItemsOptions,
): AsyncGenerator<TextItem> {
  const name = path === stdinName ? 'stdin' : path;
  const stem = basename(name, extname(name));
  const streamId = options.read.streamId ?? stem;
  const source = path === stdinName ? stdin : createReadStream(path);
  try {
    if (options.lines) {
      yield* readPlainLines(linesOf(source), streamId);
      return;
    }
    const { head, whole } = await peek(source);
    if (isJsonLines(head)) {
      yield* readJsonLines(linesOf(whole), streamId);
      return;
    }
    const { segments, transcript } = readSegments(await buffer(whole), name, options.read);
    options.onWarnings(transcript.warnings);
    for (const segment of segments) {
      yield { kind: 'segment', line: segment.sequence + 1, segment: { ...segment, producedAt: Date.now() } };
    }
  } catch (error) {
    throw isFileError(error) ? unreadable(path, error) : error;
  }
}

function linesOf(source: Readable): AsyncIterable<string> {
  return createInterface({ input: source, crlfDelay: Infinity });
}

/** The first line or first bytes of a stream, and the stream from its start. */
async function peek(source: Readable): Promise<{ head: string; whole: Readable }> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const seen: Buffer[] = [];
  let bytes = 0;
  let ended = false;
  while (!ended && bytes < peekBytes && !hasLine(seen)) {
    const next = await chunks.next();
    if (next.done === true) ended = true;
    else seen.push(Buffer.from(next.value));
    bytes += seen.at(-1)?.length ?? 0;
  }
  const head = Buffer.concat(seen);
  async function* fromStart(): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next())
      yield Buffer.from(next.value);
  }
  return { head: head.toString('utf8'), whole: Readable.from(fromStart(), { objectMode: false }) };
}

function hasLine(chunks: readonly Buffer[]): boolean {
  return /\S[^\n]*\n/.test(Buffer.concat(chunks).toString('latin1'));
}

/** Whether the first line that is not blank is a JSON object of its own. */
function isJsonLines(head: string): boolean {
  const first = head
    .replace(/^\uFEFF/, '')
    .split('\n')
    .find((line) => line.trim() !== '');
  if (first === undefined || !first.trimStart().startsWith('{')) return false;
  try {
    const value: unknown = JSON.parse(first);
    return typeof value === 'object' && value !== null && !('segments' in value);
  } catch {
    return false;
  }
}

function isFileError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}
