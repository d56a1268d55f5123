import { isUtf8 } from 'node:buffer';
import { EmostreamError } from '../../common/errors';

const replacement = '\uFFFD';

/**
 * A file's bytes as text, without a byte order mark.
 *
 * @param path for the message
 * @throws EmostreamError `not_utf8` with the byte offset and line of the first byte that is none
 */
export function decodeUtf8(bytes: Buffer, path: string): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  if (isUtf8(bytes)) return text;
  const offset = firstBadByte(bytes);
  const line = bytes.subarray(0, offset).reduce((count, byte) => count + (byte === 0x0a ? 1 : 0), 1);
  throw new EmostreamError(`${path}, line ${line}: not UTF-8 at byte ${offset}`, {
    code: 'not_utf8',
    fault: 'input',
    hint: `Convert it first, for example: iconv -f ${likelyEncoding(bytes)} -t UTF-8 ${path} > utf8.csv`,
  });
}

/** Where the decoder put a replacement character that the bytes themselves do not spell. */
function firstBadByte(bytes: Buffer): number {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  let offset = 0;
  for (const character of text) {
    const length = Buffer.byteLength(character);
    const spelled = bytes.subarray(offset, offset + length).equals(Buffer.from(character));
    if (character === replacement && !spelled) return offset;
    offset += length;
  }
  return offset;
}

function likelyEncoding(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  return mark === 'fffe' || mark === 'feff' ? 'UTF-16' : 'WINDOWS-1252';
}
