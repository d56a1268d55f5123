/** One row's answer: what two runs are compared by. */
export interface Prediction {
  /** The row's id, and the segment's in a stream. */
  id: string;
  video: string;
  gold: string;
  predicted: string;
  /** The predicted label's probability, 0 to 1. */
  confidence: number;
}
