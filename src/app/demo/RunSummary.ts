import type { EmotionLabel } from '../../records/EmotionLabel';
import { percentile } from '../../common/percentile';

/** What `emostream demo --once --json` ends with. */
export interface SummaryJson {
  segments: number;
  labels: number;
  deadLetters: number;
  /** Emotion to its part of the labels, 0 to 1. */
  share: Record<string, number>;
  /** Segment produced -> its committed label read back, milliseconds; null where there was no label. */
  latencyMs: { p50: number; p99: number } | null;
}

/** Counts what came back of a broadcast. */
export class RunSummary {
  readonly #segments: number;
  #deadLetters = 0;
  readonly #counts = new Map<string, number>();
  readonly #latenciesMs: number[] = [];

  /**
   * @param classes every emotion of the model, so that absent ones show as 0
   * @param segments that are published in all
   */
  constructor(classes: readonly string[], segments: number) {
    this.#segments = segments;
    for (const emotion of classes) this.#counts.set(emotion, 0);
  }

  get #labels(): number {
    return this.#latenciesMs.length;
  }

  /** Whether everything that was published has been answered. */
  get complete(): boolean {
    return this.#labels + this.#deadLetters >= this.#segments;
  }

  labelled(label: EmotionLabel, readAt: number): void {
    this.#counts.set(label.emotion, (this.#counts.get(label.emotion) ?? 0) + 1);
    this.#latenciesMs.push(readAt - label.producedAt);
  }

  deadLettered(): void {
    this.#deadLetters += 1;
  }

  toJSON(): SummaryJson {
    const sorted = [...this.#latenciesMs].sort((a, b) => a - b);
    const share = [...this.#counts].map(([emotion, count]) => [
      emotion,
      this.#labels === 0 ? 0 : count / this.#labels,
    ]);
    return {
      segments: this.#segments,
      labels: this.#labels,
      deadLetters: this.#deadLetters,
      share: Object.fromEntries(share) as Record<string, number>,
      latencyMs: sorted.length === 0 ? null : { p50: percentile(sorted, 50), p99: percentile(sorted, 99) },
    };
  }
}
