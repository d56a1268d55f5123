/** What the server tells the page: the data of each event of `/live`, by the event's name. */
export interface LiveEvents {
  hello: Hello;
  labels: Labels;
  stats: Stats;
}

/** The first event of every connection. */
export interface Hello {
  /** Of the tagger process: another one means that it was restarted. */
  instance: string;
  /** Name of the model. */
  model: string;
  engine: string;
  /** The model's classes, in the order of every count in `Stats`, each with the name of its colour. */
  emotions: { name: string; color: string }[];
  /** False where the tagger was told to leave texts out. */
  texts: boolean;
}

/** New labels of the chosen stream, oldest first. */
export interface Labels {
  labels: LiveLabel[];
  /** Whether labels before these were left out: the reader was away or slower than the stream for too long. */
  missed: boolean;
}

export interface LiveLabel {
  /** Running number in the tagger process, from 1. */
  n: number;
  streamId: string;
  /** Milliseconds from the start of the stream. */
  startMs: number;
  emotion: string;
  /** 0 to 1. */
  confidence: number;
  /** The segment's text, the end of long ones cut; null where texts are left out. */
  text: string | null;
  speaker: string | null;
}

/** Once a second, and so also the sign of life. */
export interface Stats {
  totals: {
    labels: number;
    /** Reason to count. */
    deadLetters: Record<string, number>;
  };
  /** Labels a second. */
  rate: number;
  /** Segment written to label committed, milliseconds, of the latest labels; null before the first. */
  latencyMs: { p50: number; p99: number } | null;
  /** What the probes are told. */
  ready: { ok: boolean; detail: string };
  alive: { ok: boolean; detail: string };
  streams: StreamStats[];
  /** Of the chosen stream. */
  window: {
    /** Milliseconds that one bucket covers. */
    bucketMs: number;
    /** Labels of each emotion, a bucket a row, the oldest first; the last one is still filling. */
    buckets: number[][];
  };
}

export interface StreamStats {
  id: string;
  /** Labels a second. */
  rate: number;
  /** Milliseconds since the last label. */
  idleMs: number;
  /** Of the last label. */
  emotion: string;
}
