import type { DeadLetter } from '../../src/records/DeadLetter';
import type { EmotionLabel } from '../../src/records/EmotionLabel';
import type { TranscriptSegment } from '../../src/records/TranscriptSegment';

export const segment: TranscriptSegment = {
  streamId: 'asamblea-0412',
  segmentId: 'asamblea-0412/17',
  sequence: 17,
  text: '¡No puede ser! — dijo la señora 🙂',
  startMs: 61_240,
  endMs: 64_980,
  language: 'es-EC',
  speaker: null,
  isFinal: true,
  producedAt: 1_795_577_713_071,
};

export const label: EmotionLabel = {
  segmentId: segment.segmentId,
  streamId: segment.streamId,
  sequence: segment.sequence,
  startMs: segment.startMs,
  endMs: segment.endMs,
  emotion: 'enojo',
  confidence: 0.75,
  probabilities: { enojo: 0.75, alegría: 0.125, neutral: 0.125 },
  model: { name: 'emostream-es', hash: 'a'.repeat(64) },
  text: segment.text,
  speaker: 'SPEAKER_03',
  producedAt: segment.producedAt,
  labelledAt: segment.producedAt + 41,
};

export const deadLetter: DeadLetter = {
  key: Buffer.from('asamblea-0412'),
  value: Buffer.from([0, 1, 2, 0xff]),
  topic: 'transcripts.segments',
  partition: 3,
  offset: '9223372036854775807',
  timestamp: segment.producedAt,
  reason: 'malformed_record',
  message: 'the record is malformed at byte 3: it is cut off',
  failedAt: segment.producedAt + 5,
};
