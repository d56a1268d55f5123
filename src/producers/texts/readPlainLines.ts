import { textSegment } from '../../records/TranscriptSegment';
import type { TextItem } from './TextItem';

/** Reads one text a line, each as one segment. Empty lines too: each becomes a segment whose text is empty. */
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
