import { isUtf8 } from 'node:buffer';
import { EmostreamError } from '../../common/errors';
import type { Warnings } from './Warnings';

/** Above this a decoded text comes near the longest string that V8 can hold. */
const maxBytes = 256 * 1024 * 1024;

/**
 * The text of a file whose encoding nobody declares: a byte order mark decides, then the pattern of UTF-16's
 * zero bytes, then UTF-8, then Windows-1252, which is what older Spanish subtitle files are written in.
 * CRLF and CR become LF.
 *
 * @throws EmostreamError (input) `transcript_too_large`
 */
export function decodeText(bytes: Uint8Array, fileName: string, warnings: Warnings): string {
  if (bytes.length > maxBytes) {
    throw new EmostreamError(`${fileName} has ${bytes.length} bytes; the limit is ${maxBytes}`, {
      code: 'transcript_too_large',
      fault: 'input',
      hint: 'Split the transcript into several files.',
    });
  }
  return decode(bytes, warnings).replaceAll(/\r\n?/g, '\n');
}

function decode(bytes: Uint8Array, warnings: Warnings): string {
  const utf16 = utf16Label(bytes);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  const text = new TextDecoder('utf-8').decode(bytes);
  // The character may also stand in the file itself, so only a second, strict look tells.
  if (!text.includes('\uFFFD') || isUtf8(bytes)) return text;
  return repaired(text, bytes, warnings);
}

function utf16Label(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(bytes.length, 512) >> 1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[2 * pair] === 0) evenZeros++;
    if (bytes[2 * pair + 1] === 0) oddZeros++;
  }
  // In Latin-script UTF-16 nearly every other byte is zero, and always on the same side.
  if (oddZeros > pairs / 2 && evenZeros === 0) return 'utf-16le';
  if (evenZeros > pairs / 2 && oddZeros === 0) return 'utf-16be';
  return undefined;
}

/** A file in Windows-1252 breaks UTF-8 at nearly every accent; one broken byte in a UTF-8 file does not. */
function repaired(text: string, bytes: Uint8Array, warnings: Warnings): string {
  let broken = 0;
  let sound = 0;
  for (const [character] of text.matchAll(/[^\0-\x7F]/gu)) {
    if (character === '\uFFFD') broken++;
    else sound++;
  }
  if (broken > sound) {
    warnings.add('the file is not UTF-8; it was read as Windows-1252');
    return new TextDecoder('windows-1252').decode(bytes);
  }
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  warnings.add('bytes that are not UTF-8 were replaced by U+FFFD, the first of them here', line);
  return text;
}
