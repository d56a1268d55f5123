import { randomUUID } from 'node:crypto';
import { colorName } from '../../common/emotionPalette';
import { inLabelOrder } from '../../common/labelOrder';
import type { HealthReport } from '../Health';
import type { Hello, LiveLabel, Stats } from './client/protocol';
import { EmotionWindow } from './EmotionWindow';
import { LabelRing } from './LabelRing';
import { LatencyWindow } from './LatencyWindow';

/** The name under which all streams are read together. */
export const allStreams = '';

export interface LiveFeedOptions {
  model: string;
  engine: string;
  /** The model's classes. */
  emotions: readonly string[];
  /** Whether labels carry texts. */
  texts: boolean;
  readiness: () => HealthReport;
  liveness: () => HealthReport;
  limits?: Partial<FeedLimits>;
  /** Unix time in milliseconds. */
  now?: () => number;
}

/** What is kept in memory at most. */
export interface FeedLimits {
  /** Streams known; the one silent for longest makes room for a new one. */
  streams: number;
  /** Latest labels kept for each of them. */
  labelsOfStream: number;
  /** Latest labels kept of all streams together. */
  labels: number;
  /** Of one text; the rest is cut. */
  textCharacters: number;
}

const defaultLimits: FeedLimits = { streams: 50, labelsOfStream: 300, labels: 2000, textCharacters: 500 };

interface StreamHistory {
  ring: LabelRing;
  window: EmotionWindow;
  lastAt: number;
  lastEmotion: string;
}

/** What the live page can show: the latest labels by stream and the counts of the last minutes, in bounded memory. */
export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #limits: FeedLimits;
  readonly #now: () => number;
  readonly #instance = randomUUID().slice(0, 8);
  readonly #emotions: readonly string[];
  readonly #indexOf: ReadonlyMap<string, number>;
  readonly #all: StreamHistory;
  /** The stream silent for longest comes first. */
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

  /** @param latencyMs segment written to label committed */
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

  /** The latest labels of a stream or of `ALL_STREAMS`; undefined where none is known. */
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

/** A text of its own: a mere slice would keep the whole of a long text in memory. */
function clip(text: string | null, characters: number): string | null {
  if (text === null || text.length <= characters) return text;
  return Buffer.from(`${text.slice(0, characters)}…`).toString();
}
