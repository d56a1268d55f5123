import { collectDefaultMetrics, Registry } from 'prom-client';
import type { DriftBaseline } from '../model/engineFolder/DriftBaseline';
import { ClassDrift } from './drift/ClassDrift';
import { NumberDrift } from './drift/NumberDrift';
import { defineMetrics, transactionOutcomes, type MetricSet, type TransactionOutcome } from './metricSet';

/** The model in use, as the metrics show it. */
export interface ModelInService {
  /** The model's name; its content hash may follow an `@`. */
  model: string;
  /** `onnx-cpu-int8`, ... */
  engine: string;
  /** The model's classes. */
  emotions: readonly string[];
  /** Count or share of every class in the training data; without it, the drift of classes is not measured. */
  trainingShares?: Readonly<Record<string, number>> | undefined;
  /** Drift is measured against it; without it, against the first predictions. */
  driftBaseline?: DriftBaseline | undefined;
}

/** What the metrics need of a prediction. */
export interface Prediction {
  emotion: string;
  /** 0 to 1. */
  confidence: number;
  /** Of the text, special tokens included. */
  tokens: number;
}

export interface BatchRun {
  segments: number;
  /** Of the texts, special tokens included. */
  tokens: number;
  /** Tokens that the engine computed: `tokens` and the padding. */
  paddedTokens: number;
  /** Seconds in the engine. */
  seconds: number;
}

/** A metric, for its documentation. */
export interface MetricDescription {
  name: string;
  /** `counter`, `gauge`, `histogram`. */
  type: string;
  labels: readonly string[];
  help: string;
}

export interface MetricsOptions {
  /** Every reason of a dead letter, so that each counter starts at 0. */
  deadLetterReasons: readonly string[];
  /** Whether Node's own metrics (heap, event loop, garbage collection) are included; true by default. */
  nodeMetrics?: boolean | undefined;
  /** Whether the tagger is ready; called at each scrape. By default it never is. */
  ready?: (() => boolean) | undefined;
}

/**
 * The metrics of a tagger, for Prometheus. There is a method for each event, so that callers need not know the
 * metrics. Each instance has a registry of its own: a process may have several.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #metrics: MetricSet;
  #classDrift = new ClassDrift(undefined);
  #confidenceDrift = new NumberDrift(undefined);
  #lengthDrift = new NumberDrift(undefined);
  #engine = 'none';

  constructor({ deadLetterReasons, nodeMetrics = true, ready = () => false }: MetricsOptions) {
    const drift = {
      classes: () => this.#classDrift.readings(),
      confidence: () => this.#confidenceDrift.readings(),
      length: () => this.#lengthDrift.readings(),
    };
    this.#metrics = defineMetrics(this.#registry, drift, ready);
    for (const reason of deadLetterReasons) this.#metrics.deadLetters.inc({ reason }, 0);
    for (const outcome of transactionOutcomes) this.#metrics.transactions.inc({ outcome }, 0);
    if (nodeMetrics) collectDefaultMetrics({ register: this.#registry });
  }

  /** A model was loaded. The counters of its classes start at 0, and drift is measured anew. */
  modelLoaded({ model, engine, emotions, trainingShares, driftBaseline }: ModelInService): void {
    this.#engine = engine;
    this.#metrics.modelInfo.reset();
    this.#metrics.modelInfo.set({ model, engine }, 1);
    for (const emotion of emotions) {
      this.#metrics.predictions.inc({ emotion }, 0);
      this.#metrics.confidence.zero({ emotion });
    }
    this.#metrics.inferenceSeconds.zero({ engine });
    this.#classDrift = new ClassDrift(trainingShares);
    this.#confidenceDrift = new NumberDrift(driftBaseline?.confidence);
    this.#lengthDrift = new NumberDrift(driftBaseline?.tokens);
  }

  /** Records were read from the segments topic. */
  segmentsConsumed(count: number): void {
    this.#metrics.segmentsConsumed.inc(count);
  }

  predicted({ emotion, confidence, tokens }: Prediction): void {
    this.#metrics.predictions.inc({ emotion });
    this.#metrics.confidence.observe({ emotion }, confidence);
    this.#classDrift.add(emotion);
    this.#confidenceDrift.add(confidence);
    this.#lengthDrift.add(tokens);
  }

  deadLettered(reason: string): void {
    this.#metrics.deadLetters.inc({ reason });
  }

  batchRan({ segments, tokens, paddedTokens, seconds }: BatchRun): void {
    this.#metrics.batchSegments.observe(segments);
    this.#metrics.batchTokens.observe(tokens);
    if (paddedTokens > 0) this.#metrics.paddingRatio.observe(1 - tokens / paddedTokens);
    this.#metrics.inferenceSeconds.observe({ engine: this.#engine }, seconds);
  }

  /** A Kafka transaction ended. */
  committed({ outcome }: { outcome: TransactionOutcome }): void {
    this.#metrics.transactions.inc({ outcome });
  }

  /** @param seconds from the writing of a segment to the commit of its label or dead letter */
  endToEnd(seconds: number): void {
    this.#metrics.endToEndSeconds.observe(Math.max(0, seconds));
  }

  /**
   * @param records how many of the partition can be read and are not committed
   * @param seconds age of the oldest of them; 0 without lag
   */
  lag(topic: string, partition: number, records: number, seconds: number): void {
    const labels = { topic, partition: String(partition) };
    this.#metrics.lagRecords.set(labels, records);
    this.#metrics.lagSeconds.set(labels, seconds);
  }

  /** A partition was revoked: its lag is not reported any more. */
  forgetPartition(topic: string, partition: number): void {
    const labels = { topic, partition: String(partition) };
    this.#metrics.lagRecords.remove(labels);
    this.#metrics.lagSeconds.remove(labels);
  }

  rebalanced(): void {
    this.#metrics.rebalances.inc();
  }

  /** Every metric, sorted by name, for the documentation. */
  describe(): MetricDescription[] {
    // prom-client's types have no labelNames, and wrongly a number for `type`.
    const metrics: unknown = this.#registry.getMetricsAsArray();
    const described = metrics as { name: string; type: string; help: string; labelNames: string[] }[];
    return described
      .map(({ name, type, help, labelNames }) => ({ name, type, help, labels: labelNames }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @returns all metrics in Prometheus's text format 0.0.4 */
  async expose(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
