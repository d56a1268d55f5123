import { messageOf } from '../../common/errors';
import { textSegment, type TranscriptSegment } from '../../records/TranscriptSegment';
import type { TextItem } from './TextItem';

/**
 * Reads JSON Lines of `{"text": ...}`; each text is one segment, as it is. `id` or `segmentId`, `streamId`, `startMs`,
 * `endMs`, `language` and `speaker` are copied where they have the right type; other fields are ignored. Blank lines
 * are skipped. A line that is not an object with a text gives a problem, and reading goes on.
 */
export async function* readJsonLines(
  lines: AsyncIterable<string>,
  streamId: string,
): AsyncGenerator<TextItem> {
  let line = 0;
  let sequence = 0;
  for await (const content of lines) {
    line += 1;
    if (content.trim() === '') continue;
    const item = parseLine(content, streamId, sequence);
    yield typeof item === 'string'
      ? { kind: 'problem', line, message: item }
      : { kind: 'segment', line, segment: item };
    sequence += 1;
  }
}

function parseLine(content: string, streamId: string, sequence: number): TranscriptSegment | string {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    return `not JSON: ${messageOf(error)}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'not an object {"text": ...}';
  const fields = value as Record<string, unknown>;
  if (typeof fields['text'] !== 'string') return 'the field "text" is not a string';
  return textSegment(streamId, sequence, fields['text'], givenFields(fields));
}

function givenFields(fields: Record<string, unknown>): Partial<TranscriptSegment> {
  const id = fields['segmentId'] ?? fields['id'];
  const strings = (['streamId', 'language', 'speaker'] as const).filter(
    (name) => typeof fields[name] === 'string',
  );
  const times = (['startMs', 'endMs'] as const).filter((name) => Number.isFinite(fields[name]));
  return {
    ...Object.fromEntries([...strings, ...times].map((name) => [name, fields[name]])),
    ...(typeof id === 'string' || typeof id === 'number' ? { segmentId: String(id) } : {}),
  };
}
