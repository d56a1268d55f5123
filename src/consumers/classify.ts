import { messageOf } from '../common/errors';
import type { Classifier } from '../model/Classifier';
import { isFiniteAnswer } from '../model/probabilities';
import type { Tokenizer } from '../model/Tokenizer';
import { type Answered, labelOf, type Outcome, refused, type Tokenized } from './Outcome';

/** What labels: a classifier and the tokenizer of the same checkpoint. */
export interface LabellingModel {
  classifier: Classifier;
  tokenizer: Tokenizer;
}

/** What one micro-batch cost. */
export interface BatchReport<T = unknown> {
  segments: number;
  /** Of the texts, special tokens included. */
  tokens: number;
  /** Tokens computed, padding included. */
  paddedTokens: number;
  /** Seconds in the engine. */
  seconds: number;
  /** What was in it. */
  items: readonly T[];
}

/**
 * Classifies a micro-batch. When the engine fails on it, a harmless text tells whether the engine is gone (then this
 * rejects: a dead engine must not make dead letters) or one sequence is to blame (then each is tried alone: one bad
 * sequence must not take the others with it).
 */
export function classify<T extends object>(
  { classifier, tokenizer }: LabellingModel,
  { includeText }: { includeText: boolean },
  onBatch: (report: BatchReport<T>) => void,
): (batch: Tokenized<T>[]) => Promise<Answered<T>[]> {
  return async (batch) => {
    const startedAt = performance.now();
    let answers: Float32Array[];
    try {
      answers = await classifier.classify(batch.map(({ tokens }) => tokens));
    } catch (error) {
      return oneByOne(batch, error);
    }
    onBatch({
      segments: batch.length,
      tokens: sum(batch.map(({ tokens }) => tokens.length)),
      paddedTokens: sum(batch.map(({ tokens }) => classifier.paddedLength(tokens.length))),
      seconds: (performance.now() - startedAt) / 1000,
      items: batch,
    });
    return batch.map((item, index) => ({ ...item, outcome: outcomeOf(item, answers[index]) }));
  };

  async function oneByOne(batch: readonly Tokenized<T>[], batchError: unknown): Promise<Answered<T>[]> {
    try {
      await classifier.classify([tokenizer.encode('.', classifier.maxTokens)]);
    } catch {
      throw batchError;
    }
    const answered: Answered<T>[] = [];
    for (const item of batch) {
      let outcome: Outcome;
      try {
        const [answer] = await classifier.classify([item.tokens]);
        outcome = outcomeOf(item, answer);
      } catch (error) {
        outcome = refused('classification_failed', messageOf(error));
      }
      answered.push({ ...item, outcome });
    }
    return answered;
  }

  function outcomeOf({ segment, tokens }: Tokenized<T>, answer: Float32Array | undefined): Outcome {
    if (answer === undefined || !isFiniteAnswer(answer)) {
      return refused(
        'classification_failed',
        `${classifier.model.name} gave probabilities that are no numbers`,
      );
    }
    const options = { includeText, labelledAt: Date.now() };
    const label = labelOf(segment, answer, classifier.labels, classifier.model, options);
    return { kind: 'label', label, tokens: tokens.length };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
