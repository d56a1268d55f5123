import { connect, filter, map, merge, mergeMap, type OperatorFunction, pipe, type SchedulerLike } from 'rxjs';
import { labellingDefaults } from '../common/labellingDefaults';
import { type BatchReport, classify, type LabellingModel } from './classify';
import { microBatch, type MicroBatchLimits } from './microBatch';
import { type Answered, refusalOfText, type Segmented, type Tokenized } from './Outcome';

export interface LabellingLimits extends MicroBatchLimits {
  /** Longest text accepted, in UTF-16 code units. */
  maxCharacters: number;
  /** Longest token sequence; the rest of a longer text is cut. Not above the classifier's own. */
  maxSequenceTokens: number;
  /** Whether labels carry the segment's text. */
  includeText: boolean;
}

/** Two micro-batches at the engine: one that runs, and one ready to follow without a gap. */
export const defaultLabellingLimits: LabellingLimits = { ...labellingDefaults, concurrency: 2 };

/**
 * RxJS operator: segments in, outcomes out, in any order: check the text, tokenize, micro-batch, classify. What is
 * answered already passes by. The tagger, `emostream tag` and the API all label through it.
 *
 * Ends with an error when the engine fails on everything: the machine's fault, not a segment's.
 *
 * @param onBatch told what each micro-batch cost
 */
export function labelSegments<T extends object>(
  { classifier, tokenizer }: LabellingModel,
  limits: LabellingLimits,
  onBatch: (report: BatchReport<T>) => void = () => undefined,
  scheduler?: SchedulerLike,
): OperatorFunction<Segmented<T> | Answered<T>, Answered<T>> {
  const maxTokens = Math.min(limits.maxSequenceTokens, classifier.maxTokens);
  const tokenized = (item: Segmented<T>): Tokenized<T> => ({
    ...item,
    tokens: tokenizer.encode(item.segment.text, maxTokens),
  });
  const checked = (item: Segmented<T>): Segmented<T> | Answered<T> => {
    const outcome = refusalOfText(item.segment.text, limits.maxCharacters);
    return outcome === undefined ? item : { ...item, outcome };
  };
  return pipe(
    map((item) => (isAnswered<T>(item) ? item : checked(item))),
    letPass(
      isAnswered<T>,
      pipe(
        map((item: Segmented<T>) => tokenized(item)),
        microBatch(
          classify({ classifier, tokenizer }, limits, onBatch),
          ({ tokens }) => tokens.length,
          limits,
          scheduler,
        ),
        mergeMap((answers) => answers),
      ),
    ),
  );
}

function isAnswered<T>(item: Segmented<T> | Answered<T>): item is Answered<T> {
  return 'outcome' in item;
}

/** RxJS operator: some items pass by unchanged, the others go through `operator`. */
function letPass<Pass, Other, R>(
  passes: (item: Pass | Other) => item is Pass,
  operator: OperatorFunction<Other, R>,
): OperatorFunction<Pass | Other, Pass | R> {
  return connect((items) =>
    merge(
      items.pipe(filter(passes)),
      items.pipe(
        filter((item): item is Other => !passes(item)),
        operator,
      ),
    ),
  );
}
