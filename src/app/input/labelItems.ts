import { createReadStream } from 'node:fs';
import { basename, extname } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { EmostreamError } from '../../common/errors';
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
  /** Closes the input and ends the items, without an error, also while nothing comes. */
  signal?: AbortSignal;
}

/** The code of the error for a transcript in which there is nothing to label. */
export const noSegments = 'no_segments';

/** Enough to tell JSON Lines from a transcript. */
const peekBytes = 64 * 1024;

/**
 * What `tag` is to label in a file: plain lines, JSON Lines of `{text}` (known by their first line) or a
 * transcript's segments. Lines are read as they come, so a pipe that goes on for hours is labelled all along.
 *
 * @param path a file, or `-` for standard input
 * Input that is empty, or nothing but white space, holds no text and gives nothing, whatever its name is.
 *
 * @throws EmostreamError `unreadable_file`, `no_segments` for a transcript in which there is nothing to label, and
 *   those of `readSegments`
 */
export async function* labelItems(
  path: string,
  stdin: Readable,
  options: LabelItemsOptions,
): AsyncGenerator<TextItem> {
  const { signal } = options;
  const source = path === stdinName ? stdin : createReadStream(path);
  const close = (): void => void source.destroy();
  if (signal?.aborted === true) close();
  signal?.addEventListener('abort', close, { once: true });
  try {
    yield* itemsOf(source, path === stdinName ? 'stdin' : path, options);
  } catch (error) {
    // A stream that is closed while it is read calls that an error.
    if (signal?.aborted !== true) throw isFileError(error) ? unreadable(path, error) : error;
  } finally {
    signal?.removeEventListener('abort', close);
  }
}

async function* itemsOf(
  source: Readable,
  name: string,
  { lines, read, onWarnings }: LabelItemsOptions,
): AsyncGenerator<TextItem> {
  const streamId = read.streamId ?? basename(name, extname(name));
  if (lines) {
    yield* readPlainLines(linesOf(source), streamId);
    return;
  }
  const { head, whole } = await peek(source);
  if (isJsonLines(head)) {
    yield* readJsonLines(linesOf(whole), streamId);
    return;
  }
  const bytes = await buffer(whole);
  if (isBlank(bytes)) return;
  const { segments, transcript } = readSegments(bytes, name, read);
  onWarnings(transcript.warnings);
  if (segments.length === 0) {
    throw new EmostreamError(`${name}: nothing in it could be labelled: no cue with a text could be read`, {
      code: noSegments,
      fault: 'input',
    });
  }
  for (const segment of segments) {
    yield { kind: 'segment', line: segment.sequence + 1, segment: { ...segment, producedAt: Date.now() } };
  }
}

/**
 * The lines of a stream in UTF-8, as they come. (Not by node:readline: the error of a stream that is closed in the
 * middle of a line would reach no handler.)
 */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begun: string[] = [];
  const line = (end: string): string => {
    const whole = begun.join('') + end;
    begun = [];
    return whole.endsWith('\r') ? whole.slice(0, -1) : whole;
  };
  for await (const chunk of source) {
    const [first = '', ...others] = decoder.decode(Buffer.from(chunk), { stream: true }).split('\n');
    begun.push(first);
    for (const next of others) {
      yield line('');
      begun.push(next);
    }
  }
  const last = line(decoder.decode());
  if (last !== '') yield last;
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

function isBlank(bytes: Buffer): boolean {
  return new TextDecoder().decode(bytes).trim() === '';
}

function isFileError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'syscall' in error;
}
