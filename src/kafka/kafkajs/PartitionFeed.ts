import { setImmediate as yieldToEvents } from 'node:timers/promises';
import type { Batch, EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { KafkaRecord } from '../KafkaRecord';
import type { ReadTo } from '../lag';

/** How a feed steers the fetching of its partition. */
export interface FeedControls {
  seek(offset: bigint): void;
  pause(): void;
  resume(): void;
}

/** Milliseconds between heartbeats: well below the group's session timeout. */
const heartbeatMs = 1000;
/** Records handed over in a row before timers and sockets get their turn. */
const recordsPerTurn = 32;

/** A fetched batch that is being read. */
interface Offer {
  batch: Batch;
  /** Index of the next message. */
  at: number;
}

/**
 * Hands the batches that kafkajs pushes to a reader that pulls. kafkajs fetches the next batch when this one is read,
 * so a reader that does not ask holds the fetching back; the group is told meanwhile that this member is alive.
 */
export class PartitionFeed {
  readonly #topic: string;
  readonly #partition: number;
  readonly #controls: FeedControls;
  /** `unread`: nobody has begun to read. `closed`: the reader has all that it wanted. `ended`: revoked. */
  #state: 'unread' | 'reading' | 'closed' | 'ended' = 'unread';
  #readTo: ReadTo | undefined;
  /** Whether what kafkajs fetches is known to go on from where the reader stands. */
  #aligned = false;
  #holding = 0;
  #offer: Offer | undefined;
  #waiting: (() => void)[] = [];

  constructor(topic: string, partition: number, controls: FeedControls) {
    this.#topic = topic;
    this.#partition = partition;
    this.#controls = controls;
  }

  /** How far the reader got; undefined before it begins. */
  get readTo(): ReadTo | undefined {
    return this.#readTo;
  }

  get ended(): boolean {
    return this.#state === 'ended';
  }

  /**
   * The records from an offset on, in order. Ends with the feed and, with `until`, when all before that offset is read.
   * One reader at a time.
   */
  async *read(from: bigint, until?: bigint): AsyncGenerator<KafkaRecord, void, undefined> {
    if (this.#state === 'ended') return;
    this.#begin(from);
    try {
      for (let handedOver = 1; ; handedOver++) {
        const message = await this.#next(until);
        if (message === undefined) return;
        yield toRecord(this.#topic, this.#partition, message);
        if (handedOver % recordsPerTurn === 0) await yieldToEvents();
      }
    } finally {
      this.#close();
    }
  }

  /**
   * Takes what kafkajs fetched and resolves when the reader has it, or wants no more.
   *
   * @throws what the heartbeat throws: mostly a rebalance, for which kafkajs joins again when no batch is at work
   */
  async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const heartbeat = (): Promise<void> => payload.heartbeat();
    this.#holding += 1;
    try {
      await heartbeatWhile(
        this.#once(() => this.#state !== 'unread'),
        heartbeat,
      );
    } finally {
      this.#holding -= 1;
    }
    // Stale: it was fetched before a seek.
    if (this.#state !== 'reading' || payload.isStale() || !this.#goesOn(batch)) return;
    const offer: Offer = { batch, at: 0 };
    this.#offer = offer;
    this.#wake();
    try {
      await heartbeatWhile(
        this.#once(() => this.#offer !== offer),
        heartbeat,
      );
    } finally {
      if (this.#offer === offer) this.#offer = undefined;
    }
    // Of an ended feed no offset may be resolved: kafkajs would take it for the next assignment's.
    if (isRead(offer) && !this.ended) payload.resolveOffset(batch.lastOffset());
  }

  /** kafkajs fetched nothing but transaction markers and records of aborted transactions, and skips them itself. */
  skipped(first: bigint, last: bigint): void {
    if (this.#state !== 'reading' || this.#readTo === undefined) return;
    const { records, all } = this.#readTo;
    if (last < all || (first > all && !this.#aligned)) return;
    this.#readTo = { records, all: last + 1n };
    this.#wake();
  }

  /** The partition is revoked, or the membership over. */
  end(): void {
    this.#state = 'ended';
    this.#offer = undefined;
    this.#wake();
  }

  #begin(from: bigint): void {
    if (this.#state === 'reading') throw new Error(`${this.#topic}[${this.#partition}] has a reader already`);
    if (this.#state === 'closed') this.#controls.resume();
    this.#state = 'reading';
    this.#readTo = { records: from, all: from };
    this.#aligned = false;
    // Where kafkajs began was looked up before the claim. A batch that waits already tells whether that was right.
    if (this.#holding === 0) this.#controls.seek(from);
    this.#wake();
  }

  #close(): void {
    if (this.#state === 'ended') return;
    this.#state = 'closed';
    this.#offer = undefined;
    this.#controls.pause();
    this.#wake();
  }

  /** Whether a batch goes on where the reader stands; where it does not, kafkajs is sent there. */
  #goesOn(batch: Batch): boolean {
    const { all } = this.#readTo as ReadTo;
    // A batch of nothing but transaction markers has no first offset.
    const first = BigInt(batch.firstOffset() ?? batch.lastOffset());
    const misses = !this.#aligned && (first > all || BigInt(batch.lastOffset()) + 1n < all);
    // Once only: where the topic has a gap, no batch begins there.
    this.#aligned = true;
    if (misses) this.#controls.seek(all);
    return !misses;
  }

  async #next(until: bigint | undefined): Promise<KafkaMessage | undefined> {
    while (this.#state === 'reading' && !(until !== undefined && (this.#readTo?.all ?? 0n) >= until)) {
      const message = this.#nextOffered();
      if (message === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      else if (until !== undefined && BigInt(message.offset) >= until) return undefined;
      else return this.#handOver(message);
    }
    return undefined;
  }

  #nextOffered(): KafkaMessage | undefined {
    const offer = this.#offer;
    if (offer === undefined) return undefined;
    const { messages } = offer.batch;
    const { all } = this.#readTo as ReadTo;
    // A batch is fetched again after a heartbeat that failed for another reason than a rebalance.
    while (offer.at < messages.length && BigInt(messages[offer.at]?.offset ?? 0) < all) offer.at += 1;
    const message = messages[offer.at];
    if (message === undefined) this.#settle(offer);
    return message;
  }

  #handOver(message: KafkaMessage): KafkaMessage {
    const records = BigInt(message.offset) + 1n;
    this.#readTo = { records, all: records };
    const offer = this.#offer as Offer;
    offer.at += 1;
    if (isRead(offer)) this.#settle(offer);
    return message;
  }

  /** The batch is read: so are the transaction markers at its end, which have offsets of their own. */
  #settle({ batch }: Offer): void {
    const behind = BigInt(batch.lastOffset()) + 1n;
    const { records, all } = this.#readTo as ReadTo;
    this.#readTo = { records, all: behind > all ? behind : all };
    this.#offer = undefined;
    this.#wake();
  }

  async #once(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

function isRead({ batch, at }: Offer): boolean {
  return at >= batch.messages.length;
}

export function toRecord(topic: string, partition: number, message: KafkaMessage): KafkaRecord {
  const { key, value, offset, timestamp, headers = {} } = message;
  return { topic, partition, offset: BigInt(offset), timestamp: Number(timestamp), key, value, headers };
}

/**
 * Waits for a long piece of work inside a kafkajs batch, telling the group meanwhile that this member is alive.
 *
 * @throws what the work or a heartbeat throws (a rebalance shows as a failing heartbeat)
 */
async function heartbeatWhile<T>(work: Promise<T>, heartbeat: () => Promise<void>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    timer = setInterval(() => void heartbeat().catch(reject), heartbeatMs);
  });
  try {
    return await Promise.race([work, failed]);
  } finally {
    clearInterval(timer);
  }
}
