import { messageOf } from '../../common/errors';
import { textSegment, type TranscriptSegment } from '../../records/TranscriptSegment';
import type { TextItem } from './TextItem';

/**
 * JSON Lines of `{"text": ...}`, each labelled as given. `id` or `segmentId`, `streamId`, `startMs`, `endMs`,
 * `language` and `speaker` are carried over where they have the right type; other fields are passed over. Blank
 * lines are no items; a line that is no object with a text is a problem, and the next is read.
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
    return 'expected an object {"text": ...}';
  const fields = value as Record<string, unknown>;
  if (typeof fields['text'] !== 'string') return 'expected a field "text" that holds a string';
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
