import type { DeadLetterReason } from '../records/DeadLetter';
import type { EmotionLabel } from '../records/EmotionLabel';

/** What becomes of a segment: exactly one of the two. `tokens` is what the model read of its text. */
export type Outcome =
  | { kind: 'label'; label: EmotionLabel; tokens: number }
  | { kind: 'deadLetter'; reason: DeadLetterReason; message: string };
