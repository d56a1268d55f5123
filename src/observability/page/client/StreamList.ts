import { element, setText } from './elements.js';
import { ago, perSecond } from './format.js';
import type { Stats } from './protocol.js';

interface Row {
  item: HTMLLIElement;
  button: HTMLButtonElement;
  rate: HTMLElement;
  last: HTMLElement;
}

/** The streams to choose from. A new one is added at the top; the order does not change, so that none moves. */
export class StreamList {
  readonly #list: HTMLElement;
  readonly #choose: (streamId: string) => void;
  readonly #rows = new Map<string, Row>();
  #chosen = '';

  /** @param choose called with the id of a stream, empty for all */
  constructor(list: HTMLElement, choose: (streamId: string) => void) {
    this.#list = list;
    this.#choose = choose;
  }

  mark(streamId: string): void {
    this.#chosen = streamId;
    for (const [id, { button }] of this.#rows) button.setAttribute('aria-pressed', String(id === streamId));
  }

  show({ streams, rate }: Stats): void {
    this.#update('', rate, streams.length === 1 ? '1 stream' : `${streams.length} streams`);
    const known = new Set(['', this.#chosen, ...streams.map(({ id }) => id)]);
    for (const { id, rate: ofStream, idleMs, emotion } of streams) {
      this.#update(id, ofStream, `${emotion}, ${ago(idleMs)}`);
    }
    if (!streams.some(({ id }) => id === this.#chosen) && this.#chosen !== '') {
      this.#update(this.#chosen, 0, 'no labels yet');
    }
    for (const [id, { item }] of this.#rows) {
      if (known.has(id)) continue;
      item.remove();
      this.#rows.delete(id);
    }
  }

  #update(id: string, rate: number, last: string): void {
    const row = this.#rows.get(id) ?? this.#add(id);
    setText(row.rate, `${perSecond(rate)}/s`);
    setText(row.last, last);
  }

  #add(id: string): Row {
    const name = id === '' ? 'All streams' : id;
    const row: Row = {
      item: element('li', ''),
      button: element('button', ''),
      rate: element('span', 'rate'),
      last: element('span', 'last'),
    };
    row.button.type = 'button';
    row.button.title = name;
    row.button.setAttribute('aria-pressed', String(id === this.#chosen));
    row.button.append(element('span', 'name', name), row.rate, row.last);
    row.button.addEventListener('click', () => this.#choose(id));
    row.item.append(row.button);
    const all = this.#rows.get('');
    if (all === undefined) this.#list.append(row.item);
    else all.item.after(row.item);
    this.#rows.set(id, row);
    return row;
  }
}
