import { collectDefaultMetrics, Registry } from 'prom-client';
import type { DriftBaseline } from '../model/engineFolder/DriftBaseline';
import { ClassDrift } from './drift/ClassDrift';
import { NumberDrift } from './drift/NumberDrift';
import { defineMetrics, transactionOutcomes, type MetricSet, type TransactionOutcome } from './metricSet';

/** What the metrics tell of the model in service. */
export interface ModelInService {
  /** The model's name; its content hash may follow an `@`. */
  model: string;
  /** `onnx-cpu-int8`, ... */
  engine: string;
  /** The model's classes. */
  emotions: readonly string[];
  /** Count or share of every class in the training data; without it there is no drift of classes to tell. */
  trainingShares?: Readonly<Record<string, number>> | undefined;
  /** Drift is measured from it; without it, from the first predictions. */
  driftBaseline?: DriftBaseline | undefined;
}

/** What is told of a prediction. */
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
  /** What the engine computed: `tokens` and the padding to the longest of each run. */
  paddedTokens: number;
  /** Seconds in the engine. */
  seconds: number;
}

/** A metric as its documentation shows it. */
export interface MetricDescription {
  name: string;
  /** `counter`, `gauge`, `histogram`. */
  type: string;
  labels: readonly string[];
  help: string;
}

export interface MetricsOptions {
  /** Every reason a dead letter can have, so that each has a rate from the start. */
  deadLetterReasons: readonly string[];
  /** Whether Node's own metrics (heap, event loop, garbage collection) come along; true. */
  nodeMetrics?: boolean | undefined;
  /** Whether the tagger is ready, asked at each scrape; never by default. */
  ready?: (() => boolean) | undefined;
}

/**
 * What the tagger tells about itself, for Prometheus. A method for each event, so that those who cause the events
 * know no metric. Its registry is its own: several may live in one process.
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

  /** The model is resident and warm. Its classes get their counters, the former model's drift is forgotten. */
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

  /** Records read from the input topic, whatever becomes of them. */
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

  /** @param seconds from the writing of the segment to the commit of its label */
  endToEnd(seconds: number): void {
    this.#metrics.endToEndSeconds.observe(Math.max(0, seconds));
  }

  /**
   * @param records committed offset to the end of the partition
   * @param seconds age of the oldest record that is not committed; 0 without lag
   */
  lag(topic: string, partition: number, records: number, seconds: number): void {
    const labels = { topic, partition: String(partition) };
    this.#metrics.lagRecords.set(labels, records);
    this.#metrics.lagSeconds.set(labels, seconds);
  }

  /** A partition went to another consumer: its lag is no longer ours to tell. */
  forgetPartition(topic: string, partition: number): void {
    const labels = { topic, partition: String(partition) };
    this.#metrics.lagRecords.remove(labels);
    this.#metrics.lagSeconds.remove(labels);
  }

  rebalanced(): void {
    this.#metrics.rebalances.inc();
  }

  /** Every metric, by name, for its documentation. */
  describe(): MetricDescription[] {
    // prom-client's types leave labelNames out and take the word in type for a number.
    const metrics: unknown = this.#registry.getMetricsAsArray();
    const described = metrics as { name: string; type: string; help: string; labelNames: string[] }[];
    return described
      .map(({ name, type, help, labelNames }) => ({ name, type, help, labels: labelNames }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** @returns the exposition in Prometheus's text format 0.0.4 */
  async expose(): Promise<{ contentType: string; text: string }> {
    return { contentType: this.#registry.contentType, text: await this.#registry.metrics() };
  }
}
