import { textSegment } from '../../records/TranscriptSegment';
import type { TextItem } from './TextItem';

/** One text a line, each labelled as it stands, empty lines included (they come back as a problem of the text). */
export async function* readPlainLines(
  lines: AsyncIterable<string>,
  streamId: string,
): AsyncGenerator<TextItem> {
  let sequence = 0;
  for await (const text of lines) {
    yield { kind: 'segment', line: sequence + 1, segment: textSegment(streamId, sequence, text) };
    sequence += 1;
  }
}
