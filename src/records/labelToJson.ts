import type { EmotionLabel } from './EmotionLabel';

/**
 * A label as scripts read it (`tag --json`, `run --json`): one plain object, the fields of EmotionLabel by the same
 * names and in the schema's order, and nothing else the object may carry.
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
