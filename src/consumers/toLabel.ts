import type { ModelIdentity } from '../common/ModelIdentity';
import type { EmotionLabel } from '../records/EmotionLabel';
import type { TranscriptSegment } from '../records/TranscriptSegment';

/**
 * The label of one segment from the classifier's answer.
 *
 * @param probabilities one per class, in the order of `classes`
 */
export function toLabel(
  segment: TranscriptSegment,
  probabilities: Float32Array,
  classes: readonly string[],
  model: ModelIdentity,
  options: { includeText: boolean; labelledAt: number },
): EmotionLabel {
  const best = probabilities.indexOf(Math.max(...probabilities));
  return {
    segmentId: segment.segmentId,
    streamId: segment.streamId,
    sequence: segment.sequence,
    startMs: segment.startMs,
    endMs: segment.endMs,
    emotion: classes[best] as string,
    confidence: probabilities[best] as number,
    probabilities: Object.fromEntries(classes.map((name, index) => [name, probabilities[index] as number])),
    model,
    text: options.includeText ? segment.text : null,
    speaker: segment.speaker,
    producedAt: segment.producedAt,
    labelledAt: options.labelledAt,
  };
}
