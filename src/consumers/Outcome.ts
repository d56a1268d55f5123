import type { DeadLetterReason } from '../records/DeadLetter';
import type { EmotionLabel } from '../records/EmotionLabel';

/** What becomes of a segment: exactly one of the two. */
export type Outcome =
  { kind: 'label'; label: EmotionLabel } | { kind: 'deadLetter'; reason: DeadLetterReason; message: string };
