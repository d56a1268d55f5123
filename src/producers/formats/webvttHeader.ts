import { languageTag } from './languageTag';
import type { TimestampMap, TranscriptContent } from './TranscriptFormat';
import { excerpt, type Warnings } from './Warnings';
import { parseWebvttTimestamp } from './webvttTimings';

/**
 * Reads the header block: YouTube's `Language:` (Able Player's `lang:`), `Title:`, and the `X-TIMESTAMP-MAP` of HLS.
 *
 * @param header the lines after the signature, up to the first empty line
 */
export function readWebvttHeader(header: string, warnings: Warnings): Omit<TranscriptContent, 'cues'> {
  const content: Omit<TranscriptContent, 'cues'> = {};
  for (const [index, line] of header.split('\n').entries()) {
    const lineNumber = index + 2;
    const [, name = '', value = ''] = /^([A-Za-z-]+)[:=](.*)$/.exec(line) ?? [];
    switch (name.toLowerCase()) {
      case 'language':
      case 'lang': {
        const language = languageTag(value);
        if (language !== undefined) content.language = language;
        else warnings.add(`the header's language is not a language tag: ${excerpt(value)}`, lineNumber);
        break;
      }
      case 'title':
        if (value.trim() !== '') content.title = value.trim();
        break;
      case 'x-timestamp-map': {
        const map = parseTimestampMap(value);
        if (map !== undefined) content.timestampMap = map;
        else warnings.add(`X-TIMESTAMP-MAP could not be read: ${excerpt(line)}`, lineNumber);
        break;
      }
    }
  }
  return content;
}

/** `MPEGTS:<ticks>,LOCAL:<timestamp>` in either order. */
function parseTimestampMap(value: string): TimestampMap | undefined {
  const local = /(?:^|,)\s*LOCAL:([\d:.]+)/.exec(value)?.[1];
  const ticks = /(?:^|,)\s*MPEGTS:(\d+)/.exec(value)?.[1];
  if (local === undefined || ticks === undefined) return undefined;
  const localMs = parseWebvttTimestamp(local);
  if (localMs === undefined) return undefined;
  const mpegTs = Number(ticks);
  return { localMs, mpegTs, offsetMs: mpegTs / 90 - localMs };
}
