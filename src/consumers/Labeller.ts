import type { SpanContext } from '@opentelemetry/api';
import { Subject, type SchedulerLike } from 'rxjs';
import { EmostreamError, messageOf } from '../common/errors';
import type { Classifier } from '../model/Classifier';
import type { Tokenizer } from '../model/Tokenizer';
import type { TranscriptSegment } from '../records/TranscriptSegment';
import { type MicroBatchLimits, microBatch } from './microBatch';
import type { Outcome } from './Outcome';
import { textProblem } from './textProblem';
import { toLabel } from './toLabel';

export interface LabellerOptions extends MicroBatchLimits {
  /** Longest text accepted, in UTF-16 code units. */
  maxCharacters: number;
  /** Longest token sequence; the rest of a longer text is cut. Not above the classifier's own. */
  maxSequenceTokens: number;
  /** Whether labels carry the segment's text. */
  includeText: boolean;
}

/** What one micro-batch cost, for metrics. */
export interface BatchReport {
  segments: number;
  tokens: number;
  /** Tokens computed, padding included. */
  paddedTokens: number;
  seconds: number;
  /** The spans that its segments came with. */
  origins: readonly SpanContext[];
}

interface Work {
  segment: TranscriptSegment;
  tokens: Int32Array;
  origin: SpanContext | undefined;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

/**
 * Segments in, outcomes out: tokenize, micro-batch, classify. Knows no Kafka; the tagger and `emostream tag`
 * both label through it.
 */
export class Labeller {
  readonly #classifier: Classifier;
  readonly #tokenizer: Tokenizer;
  readonly #options: LabellerOptions;
  readonly #onBatch: (report: BatchReport) => void;
  readonly #arrivals = new Subject<Work>();
  /** Set when the engine is gone: nothing will be answered any more. */
  #failure: Error | undefined;

  constructor(
    classifier: Classifier,
    tokenizer: Tokenizer,
    options: LabellerOptions,
    onBatch: (report: BatchReport) => void = () => undefined,
    scheduler?: SchedulerLike,
  ) {
    this.#classifier = classifier;
    this.#tokenizer = tokenizer;
    this.#options = options;
    this.#onBatch = onBatch;

    this.#arrivals
      .pipe(
        microBatch(
          (batch) => this.#run(batch),
          (work) => work.tokens.length,
          options,
          scheduler,
        ),
      )
      .subscribe();
  }

  /**
   * @param origin span of the segment's trace, for that of its batch to refer to
   * @returns the segment's label, or the reason why it cannot have one; outcomes may come in any order
   * @throws EmostreamError when the engine fails on everything: the machine's fault, not the segment's
   */
  label(segment: TranscriptSegment, origin?: SpanContext): Promise<Outcome> {
    const problem = textProblem(segment.text, this.#options.maxCharacters);
    if (problem) return Promise.resolve(problem);
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) throw this.#failure;
      const maxTokens = Math.min(this.#options.maxSequenceTokens, this.#classifier.maxTokens);
      const tokens = this.#tokenizer.encode(segment.text, maxTokens);
      this.#arrivals.next({ segment, tokens, origin, resolve, reject });
    });
  }

  /** Lets what was given be answered; afterwards nothing more may be given. */
  close(): void {
    this.#failure ??= new EmostreamError('the labeller is closed', { code: 'labeller_closed', fault: 'bug' });
    this.#arrivals.complete();
  }

  async #run(batch: Work[]): Promise<void> {
    const startedAt = performance.now();
    const sequences = batch.map(({ tokens }) => tokens);
    try {
      const answers = await this.#classifier.classify(sequences);
      this.#onBatch({
        segments: batch.length,
        tokens: sequences.reduce((sum, { length }) => sum + length, 0),
        paddedTokens: sequences.reduce((sum, { length }) => sum + this.#classifier.paddedLength(length), 0),
        seconds: (performance.now() - startedAt) / 1000,
        origins: batch.map(({ origin }) => origin).filter((origin) => origin !== undefined),
      });
      batch.forEach((work, index) => this.#answer(work, answers[index] as Float32Array));
    } catch (error) {
      await this.#runOneByOne(batch, error);
    }
  }

  /**
   * A batch failed. A dead engine must not make dead letters, and one bad sequence must not take the others with
   * it: a harmless text tells the two apart, then each is tried alone.
   */
  async #runOneByOne(batch: Work[], batchError: unknown): Promise<void> {
    try {
      await this.#classifier.classify([this.#tokenizer.encode('.', this.#classifier.maxTokens)]);
    } catch {
      this.#failure = batchError as Error;
      batch.forEach((work) => work.reject(batchError));
      return;
    }
    for (const work of batch) {
      try {
        const [answer] = await this.#classifier.classify([work.tokens]);
        this.#answer(work, answer as Float32Array);
      } catch (error) {
        work.resolve({ kind: 'deadLetter', reason: 'classification_failed', message: messageOf(error) });
      }
    }
  }

  #answer(work: Work, probabilities: Float32Array): void {
    const classifier = this.#classifier;
    const options = this.#options;
    const label = toLabel(work.segment, probabilities, classifier.labels, classifier.model, {
      includeText: options.includeText,
      labelledAt: Date.now(),
    });
    work.resolve({ kind: 'label', label, tokens: work.tokens.length });
  }
}
