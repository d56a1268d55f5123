import type { EmotionLabel } from './EmotionLabel';

/**
 * A label as JSON for scripts (`tag --json`, `run --json`): a plain object with the fields of EmotionLabel, in the
 * schema's order, and no others.
 */
export function labelToJson(label: EmotionLabel): EmotionLabel {
  return {
    segmentId: label.segmentId,
    streamId: label.streamId,
    sequence: label.sequence,
    startMs: label.startMs,
    endMs: label.endMs,
    emotion: label.emotion,
    confidence: label.confidence,
    probabilities: { ...label.probabilities },
    model: { name: label.model.name, hash: label.model.hash },
    text: label.text,
    speaker: label.speaker,
    producedAt: label.producedAt,
    labelledAt: label.labelledAt,
  };
}
