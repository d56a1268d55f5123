import { isUtf8 } from 'node:buffer';
import { EmostreamError } from '../../common/errors';
import type { Warnings } from './Warnings';

/** The longest string of V8 has about 512 Mi characters; this stays well below. */
const maxBytes = 256 * 1024 * 1024;

/**
 * The text of a file without a declared encoding. Tried in this order: the byte order mark, the pattern of UTF-16's
 * zero bytes, UTF-8, and Windows-1252, in which older Spanish subtitle files are written. CRLF and CR become LF.
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
  // U+FFFD may also be in the file itself: only a strict check shows whether the bytes are valid.
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

/** In a Windows-1252 file nearly every accented letter is invalid as UTF-8; a damaged UTF-8 file has few such bytes. */
function repaired(text: string, bytes: Uint8Array, warnings: Warnings): string {
  let invalid = 0;
  let valid = 0;
  for (const [character] of text.matchAll(/[^\0-\x7F]/gu)) {
    if (character === '\uFFFD') invalid++;
    else valid++;
  }
  if (invalid > valid) {
    warnings.add('the file is not UTF-8; it was read as Windows-1252');
    return new TextDecoder('windows-1252').decode(bytes);
  }
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
  warnings.add('bytes that are not UTF-8 were replaced by U+FFFD, the first of them on this line', line);
  return text;
}
