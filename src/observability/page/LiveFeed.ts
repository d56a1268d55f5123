import { randomUUID } from 'node:crypto';
import { colorName } from '../../common/emotionPalette';
import { inLabelOrder } from '../../common/labelOrder';
import type { HealthReport } from '../Health';
import type { Hello, LiveLabel, Stats } from './client/protocol';
import { EmotionWindow } from './EmotionWindow';
import { LabelRing } from './LabelRing';
import { LatencyWindow } from './LatencyWindow';

/** The stream id that stands for all streams together. */
export const allStreams = '';

export interface LiveFeedOptions {
  model: string;
  engine: string;
  /** The model's classes. */
  emotions: readonly string[];
  /** Whether labels have texts. */
  texts: boolean;
  readiness: () => HealthReport;
  liveness: () => HealthReport;
  limits?: Partial<FeedLimits>;
  /** Unix time in milliseconds. */
  now?: () => number;
}

/** The most that is kept in memory. */
export interface FeedLimits {
  /** Streams; a new one replaces the one with the oldest last label. */
  streams: number;
  /** Latest labels of each stream. */
  labelsOfStream: number;
  /** Latest labels of all streams together. */
  labels: number;
  /** Characters of a text; the rest is cut. */
  textCharacters: number;
}

const defaultLimits: FeedLimits = { streams: 50, labelsOfStream: 300, labels: 2000, textCharacters: 500 };

interface StreamHistory {
  ring: LabelRing;
  window: EmotionWindow;
  lastAt: number;
  lastEmotion: string;
}

/** The data of the live page: the latest labels by stream and the counts of the last minutes, in bounded memory. */
export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #limits: FeedLimits;
  readonly #now: () => number;
  readonly #instance = randomUUID().slice(0, 8);
  readonly #emotions: readonly string[];
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #all: StreamHistory;
  /** The stream with the oldest last label comes first. */
  readonly #streams = new Map<string, StreamHistory>();
  readonly #latency = new LatencyWindow();
  readonly #deadLetters: Record<string, number> = {};
  #labels = 0;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#now = options.now ?? Date.now;
    this.#emotions = inLabelOrder(options.emotions);
    this.#indexOf = new Map(this.#emotions.map((emotion, index) => [emotion, index]));
    this.#all = this.#newHistory(this.#limits.labels, 1);
  }

  /** @param latencyMs from the writing of the segment to the commit of its label */
  labelled(label: Omit<LiveLabel, 'n'>, latencyMs: number): void {
    this.#labels += 1;
    const kept = { ...label, n: this.#labels, text: clip(label.text, this.#limits.textCharacters) };
    this.#latency.add(latencyMs);
    this.#keep(this.#all, kept);
    const { streamId } = label;
    const history = this.#streams.get(streamId) ?? this.#newHistory(this.#limits.labelsOfStream, kept.n);
    this.#streams.delete(streamId);
    this.#streams.set(streamId, history);
    this.#keep(history, kept);
    if (this.#streams.size > this.#limits.streams) {
      const [silent = streamId] = this.#streams.keys();
      this.#streams.delete(silent);
    }
  }

  deadLettered(reason: string): void {
    this.#deadLetters[reason] = (this.#deadLetters[reason] ?? 0) + 1;
  }

  get instance(): string {
    return this.#instance;
  }

  /** Number of the latest label. */
  get lastNumber(): number {
    return this.#labels;
  }

  /** The latest labels of a stream, or of `allStreams`; undefined for an unknown stream. */
  ringOf(streamId: string): LabelRing | undefined {
    return this.#historyOf(streamId)?.ring;
  }

  hello(): Hello {
    const { model, engine, texts } = this.#options;
    return {
      instance: this.#instance,
      model,
      engine,
      emotions: this.#emotions.map((name) => ({ name, color: colorName(name) })),
      texts,
    };
  }

  stats(streamId: string): Stats {
    const now = this.#now();
    const window = this.#historyOf(streamId)?.window ?? new EmotionWindow(this.#indexOf.size, now);
    return {
      totals: { labels: this.#labels, deadLetters: this.#deadLetters },
      rate: this.#all.window.rate(now),
      latencyMs: this.#latency.read(),
      ready: this.#options.readiness(),
      alive: this.#options.liveness(),
      streams: [...this.#streams].map(([id, history]) => ({
        id,
        rate: history.window.rate(now),
        idleMs: now - history.lastAt,
        emotion: history.lastEmotion,
      })),
      window: { bucketMs: EmotionWindow.bucketMs, buckets: window.read(now) },
    };
  }

  #historyOf(streamId: string): StreamHistory | undefined {
    return streamId === allStreams ? this.#all : this.#streams.get(streamId);
  }

  #newHistory(capacity: number, nextNumber: number): StreamHistory {
    const now = this.#now();
    const ring = new LabelRing(capacity, nextNumber);
    return { ring, window: new EmotionWindow(this.#indexOf.size, now), lastAt: now, lastEmotion: '' };
  }

  #keep(history: StreamHistory, label: LiveLabel): void {
    history.ring.push(label);
    history.lastAt = this.#now();
    history.lastEmotion = label.emotion;
    const index = this.#indexOf.get(label.emotion);
    if (index !== undefined) history.window.add(index, history.lastAt);
  }
}

/** Cuts a text. The result is a copy: a slice would keep the whole text in memory. */
function clip(text: string | null, characters: number): string | null {
  if (text === null || text.length <= characters) return text;
  return Buffer.from(`${text.slice(0, characters)}…`).toString();
}
