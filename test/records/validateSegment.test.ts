import { DecodeError } from '../../src/records/DecodeError';
import type { TranscriptSegment } from '../../src/records/TranscriptSegment';
import { validateSegment } from '../../src/records/validateSegment';
import { segment } from './samples';

test('a valid segment passes, also one of length 0', () => {
  expect(validateSegment(segment)).toBe(segment);
  expect(() => validateSegment({ ...segment, endMs: segment.startMs })).not.toThrow();
});

test('an empty text passes: the tagger checks texts', () => {
  expect(() => validateSegment({ ...segment, text: '' })).not.toThrow();
});

test.each<[Partial<TranscriptSegment>, string]>([
  [{ streamId: '' }, "the segment's streamId is empty"],
  [{ segmentId: '' }, "the segment's segmentId is empty"],
  [{ segmentId: 'x'.repeat(257) }, "the segment's segmentId has 257 characters, more than 256"],
  [{ sequence: -1 }, "the segment's sequence -1 is negative"],
  [{ startMs: -5 }, "the segment's startMs -5 is negative"],
  [{ startMs: NaN }, "the segment's startMs is not a finite number"],
  [{ endMs: Infinity }, "the segment's endMs is not a finite number"],
  [{ endMs: 0 }, "the segment's endMs 0 is before startMs, 61240"],
  [{ producedAt: -1 }, "the segment's producedAt -1 is negative"],
])('%j is refused', (change, message) => {
  const validate = () => validateSegment({ ...segment, ...change });
  expect(validate).toThrow(DecodeError);
  expect(validate).toThrow(message);
});
