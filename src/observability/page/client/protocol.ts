/** What the server sends to the page: the data of each event of `/live`, by the event's name. */
export interface LiveEvents {
  hello: Hello;
  labels: Labels;
  stats: Stats;
}

/** The first event of every connection. */
export interface Hello {
  /** Id of the tagger process; a new id means that it was restarted. */
  instance: string;
  /** Name of the model. */
  model: string;
  engine: string;
  /** The model's classes, in the order of the counts in `Stats`, each with the name of its colour. */
  emotions: { name: string; color: string }[];
  /** False with `--no-text`. */
  texts: boolean;
}

/** New labels of the chosen stream, oldest first. */
export interface Labels {
  labels: LiveLabel[];
  /** Whether labels before these are missing: the reader was away or slower than the stream for too long. */
  missed: boolean;
}

export interface LiveLabel {
  /** Number of the label in the tagger process, from 1. */
  n: number;
  streamId: string;
  /** Milliseconds from the start of the stream. */
  startMs: number;
  emotion: string;
  /** 0 to 1. */
  confidence: number;
  /** The segment's text, cut where it is long; null with `--no-text`. */
  text: string | null;
  speaker: string | null;
}

/** Sent once a second, which also shows that the connection works. */
export interface Stats {
  totals: {
    labels: number;
    /** Count by reason. */
    deadLetters: Record<string, number>;
  };
  /** Labels per second. */
  rate: number;
  /** From segment written to label committed, for the latest labels; null before the first. */
  latencyMs: { p50: number; p99: number } | null;
  /** As the probes report it. */
  ready: { ok: boolean; detail: string };
  alive: { ok: boolean; detail: string };
  streams: StreamStats[];
  /** Of the chosen stream. */
  window: {
    /** Milliseconds of one bucket. */
    bucketMs: number;
    /** For each bucket, oldest first, the labels of each emotion; the last is the current one. */
    buckets: number[][];
  };
}

export interface StreamStats {
  id: string;
  /** Labels per second. */
  rate: number;
  /** Milliseconds since the last label. */
  idleMs: number;
  /** Of the last label. */
  emotion: string;
}
