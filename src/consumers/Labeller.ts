import { concatMap, filter, lastValueFrom, map, share, Subject, take, takeUntil, toArray } from 'rxjs';
import { aborted } from '../common/aborted';
import { EmostreamError } from '../common/errors';
import type { DeadLetterReason } from '../records/DeadLetter';
import { textSegment } from '../records/TranscriptSegment';
import type { BatchReport, LabellingModel } from './classify';
import { InHand, type Sized } from './InHand';
import { inOrder } from './inOrder';
import { defaultLabellingLimits, type LabellingLimits, labelSegments } from './labelSegments';
import type { Answered, Outcome, Segmented } from './Outcome';
import { takeWhileRoom } from './takeWhileRoom';

/** The label of a text, or why it has none. */
export type TextLabel =
  | {
      /** The class with the highest probability. */
      emotion: string;
      /** That probability, 0 to 1. */
      confidence: number;
      /** Every class of the model; sums to 1. */
      probabilities: Record<string, number>;
    }
  | { emotion: null; reason: DeadLetterReason; message: string };

/** Items read ahead of the oldest unanswered one: some batches, so that the engine never waits for the source. */
const inFlight = { maxSegments: 512, maxBytes: 64 * 1024 * 1024 };

interface Asked {
  call: symbol;
  place: number;
}

/**
 * Labels without Kafka, in the tagger's own micro-batches. Knows nothing of where segments come from.
 *
 * @example
 * import { Labeller, loadModel } from 'emostream';
 *
 * const model = await loadModel();
 * const labeller = new Labeller(model);
 * for (const label of await labeller.label(['¡Qué alegría verte!', ''])) {
 *   if (label.emotion === null) console.log(label.reason); // empty_text
 *   else console.log(label.emotion, label.confidence); // joy 0.96
 * }
 * await model.classifier.close();
 */
export class Labeller {
  readonly #model: LabellingModel;
  readonly #limits: LabellingLimits;
  readonly #onBatch: ((report: BatchReport) => void) | undefined;
  readonly #asked = new Subject<Segmented<Asked>>();
  readonly #answers;

  constructor(
    model: LabellingModel,
    limits: Partial<LabellingLimits> = {},
    onBatch?: (report: BatchReport) => void,
  ) {
    this.#model = model;
    this.#limits = { ...defaultLabellingLimits, ...limits };
    this.#onBatch = onBatch;
    this.#answers = this.#asked.pipe(labelSegments<Asked>(this.#model, this.#limits, this.#onBatch), share());
  }

  /**
   * Labels texts, each by itself; calls that are under way at the same time share micro-batches.
   *
   * @returns for each text, in order, its label, or why it cannot have one (it is empty, or too long)
   * @throws EmostreamError when the engine fails on everything
   */
  async label(texts: readonly string[]): Promise<TextLabel[]> {
    if (texts.length === 0) return [];
    const stranger = texts.findIndex((text) => typeof text !== 'string');
    if (stranger >= 0) {
      const message = `label takes texts, and number ${stranger + 1} of ${texts.length} is no string`;
      throw new EmostreamError(message, { code: 'bad_text', fault: 'input', hint: 'give strings alone' });
    }
    const call = Symbol();
    const answered = lastValueFrom(
      this.#answers.pipe(
        filter((answer) => answer.call === call),
        take(texts.length),
        toArray(),
        map((answers) => answers.sort((a, b) => a.place - b.place).map(({ outcome }) => textLabel(outcome))),
      ),
    );
    texts.forEach((text, place) =>
      this.#asked.next({ call, place, segment: textSegment('texts', place, text) }),
    );
    return answered;
  }

  /**
   * Labels the segments of a source and hands each on in its order, however long the source pauses. The source is read
   * as fast as `sink` takes; what has an outcome already is handed through.
   *
   * @param signal ends it early: what is not yet answered is given up
   * @throws what the source throws, once what it gave before is handed on; what the sink throws; EmostreamError when
   *   the engine fails on everything
   */
  async labelEach<T extends object>(
    source: AsyncIterable<Segmented<T> | Answered<T>>,
    sink: (answered: Answered<T>) => Promise<void> | void,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<void> {
    const inHand = new InHand(inFlight);
    const sized = (item: Segmented<T> | Answered<T>, place: number): typeof item & Sized => ({
      ...item,
      place,
      partition: 0,
      timestamp: 0,
      bytes: 'segment' in item ? item.segment.text.length * 2 : 0,
    });
    let sourceFailure: { error: unknown } | undefined;
    async function* upToItsFailure(): AsyncGenerator<Segmented<T> | Answered<T>> {
      try {
        yield* source;
      } catch (error) {
        sourceFailure = { error };
      }
    }
    await lastValueFrom(
      takeWhileRoom(upToItsFailure(), inHand, sized).pipe(
        labelSegments<T & Sized>(this.#model, this.#limits, this.#onBatch),
        inOrder(),
        concatMap(async (answered) => {
          await sink(answered);
          inHand.leave(answered);
        }),
        takeUntil(aborted(signal)),
      ),
      { defaultValue: undefined },
    );
    if (sourceFailure !== undefined) throw sourceFailure.error;
  }
}

function textLabel(outcome: Outcome): TextLabel {
  if (outcome.kind === 'deadLetter') {
    const { reason, message } = outcome;
    return { emotion: null, reason, message };
  }
  const { emotion, confidence, probabilities } = outcome.label;
  return { emotion, confidence, probabilities };
}
