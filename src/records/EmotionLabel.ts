import type { ModelIdentity } from '../common/ModelIdentity';

/** The emotion of one segment: the record of `transcripts.emotions` (schemas/EmotionLabel.avsc). */
export interface EmotionLabel {
  segmentId: string;
  streamId: string;
  sequence: number;
  startMs: number;
  endMs: number;
  /** The class with the highest probability. */
  emotion: string;
  /** That probability, 0 to 1. */
  confidence: number;
  /** Of every class of the model; they sum to 1. */
  probabilities: Record<string, number>;
  model: ModelIdentity;
  /** The segment's text; null with `--no-text`. */
  text: string | null;
  speaker: string | null;
  /** Unix time in milliseconds, from the segment. */
  producedAt: number;
  /** Unix time in milliseconds. */
  labelledAt: number;
}
