import type { ModelIdentity } from '../common/ModelIdentity';
import type { DeadLetterReason } from '../records/DeadLetter';
import type { EmotionLabel } from '../records/EmotionLabel';
import type { TranscriptSegment } from '../records/TranscriptSegment';

/** What becomes of a segment: a label, or the reason why it cannot have one. */
export type Outcome = Labelled | Refused;

export interface Labelled {
  kind: 'label';
  label: EmotionLabel;
  /** What the model read of the text, special tokens included. */
  tokens: number;
}

export interface Refused {
  kind: 'deadLetter';
  reason: DeadLetterReason;
  /** A sentence for a person. */
  message: string;
}

/** What waits for its label, with whatever it was given along with: that comes out again with the outcome. */
export type Segmented<T> = T & { segment: TranscriptSegment };

/** The same with the token ids of its text, special tokens included, without padding. */
export type Tokenized<T> = Segmented<T> & { tokens: Int32Array };

/** An item with what became of its segment. */
export type Answered<T> = T & { outcome: Outcome };

export function refused(reason: DeadLetterReason, message: string): Refused {
  return { kind: 'deadLetter', reason, message };
}

/**
 * Why a segment's text cannot be labelled, or undefined.
 *
 * @param maxCharacters longest text accepted, in UTF-16 code units: what bounds the tokenizer's work
 */
export function refusalOfText(text: string, maxCharacters: number): Refused | undefined {
  if (text.trim() === '') return refused('empty_text', 'the text is empty or only white space');
  if (text.length > maxCharacters) {
    const message = `the text has ${text.length} characters, more than the ${maxCharacters} of --max-characters`;
    return refused('text_too_long', message);
  }
  return undefined;
}

/**
 * The label of a segment from the classifier's answer.
 *
 * @param probabilities one per class, finite, in the order of `classes`
 */
export function labelOf(
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
