import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../common/packageRoot';
import { readSegments } from '../../producers/readSegments';
import type { TranscriptSegment } from '../../records/TranscriptSegment';

/** The broadcast that the demo plays when none is given. */
export const sampleBroadcast = join(packageRoot, 'samples', 'debate-es.vtt');

/**
 * A transcript as a broadcast of its own: its stream id carries the moment, so that what an earlier run left on
 * the topics is not taken for this one's.
 */
export async function demoStream(file: string, startedAt: Date): Promise<TranscriptSegment[]> {
  const bytes = await readFile(file);
  const { transcript } = readSegments(bytes, file);
  const streamId = `${transcript.streamId}@${startedAt.toISOString()}`;
  return readSegments(bytes, file, { streamId }).segments;
}
