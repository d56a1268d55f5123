/** How much may be read and not yet committed. */
export interface InFlightLimits {
  maxSegments: number;
  maxBytes: number;
}

/** What is asked of an item that is taken in hand. */
export interface Sized {
  bytes: number;
  partition: number;
  /** Its place in the line of its partition. */
  place: number;
  /** When it was written, Unix milliseconds. */
  timestamp: number;
}

/**
 * What is read and not yet committed, in bounded memory. Above the bound, entering waits, so reading waits. A single
 * item above `maxBytes` enters when nothing else is in hand.
 */
export class InHand {
  readonly #limits: InFlightLimits;
  /** By partition and place, in the order of entering. */
  readonly #items = new Map<number, Map<number, Sized>>();
  #waiting: { item: Sized; enter: () => void }[] = [];
  #segments = 0;
  #bytes = 0;

  constructor(limits: InFlightLimits) {
    this.#limits = limits;
  }

  get segments(): number {
    return this.#segments;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** When the oldest item in hand of a partition was written, Unix milliseconds; undefined where none is. */
  oldest(partition: number): number | undefined {
    const [first] = this.#items.get(partition)?.values() ?? [];
    return first?.timestamp;
  }

  /** Takes the item in if there is room and nobody waits. */
  tryEnter(item: Sized): boolean {
    if (this.#waiting.length > 0 || !this.#fits(item)) return false;
    this.#add(item);
    return true;
  }

  /** Resolves when the item is taken in, first come, first served; never after `clear`. */
  async enter(item: Sized): Promise<void> {
    if (this.tryEnter(item)) return;
    await new Promise<void>((enter) => this.#waiting.push({ item, enter }));
  }

  leave({ partition, place, bytes }: Sized): void {
    if (this.#items.get(partition)?.delete(place) !== true) return;
    this.#segments -= 1;
    this.#bytes -= bytes;
    for (let next = this.#waiting[0]; next && this.#fits(next.item); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#add(next.item);
      next.enter();
    }
  }

  /** Everything is given up, those who wait included. */
  clear(): void {
    this.#items.clear();
    this.#waiting = [];
    this.#segments = 0;
    this.#bytes = 0;
  }

  #fits({ bytes }: Sized): boolean {
    if (this.#segments === 0) return true;
    return this.#segments < this.#limits.maxSegments && this.#bytes + bytes <= this.#limits.maxBytes;
  }

  #add(item: Sized): void {
    const held = this.#items.get(item.partition) ?? new Map<number, Sized>();
    this.#items.set(item.partition, held.set(item.place, item));
    this.#segments += 1;
    this.#bytes += item.bytes;
  }
}
