import { byId, element } from './elements.js';
import type { Emotions } from './Emotions.js';
import { percent, timecode } from './format.js';
import type { LiveLabel } from './protocol.js';

/** Rows that are kept; more while the reader has scrolled up. */
const rowLimit = 300;
const rowsWhileReading = 1000;
/** Pixels from the end that still count as the end. */
const nearEnd = 40;

/** The running transcript. It follows the speech until the reader scrolls up or pauses it. */
export class Transcript {
  readonly #list = byId('transcript');
  readonly #scroller = byId('scroller');
  readonly #latest = byId('latest', HTMLButtonElement);
  readonly #pause = byId('pause', HTMLButtonElement);
  /** Rows that wait while it is paused; undefined while it runs. */
  #waiting: HTMLElement[] | undefined;
  #following = true;
  #emotions: Emotions | undefined;

  constructor() {
    this.#scroller.addEventListener('scroll', () => this.#follow(this.#isAtEnd()), { passive: true });
    this.#latest.addEventListener('click', () => this.#toEnd());
    this.#pause.addEventListener('click', () => this.#toggle());
  }

  setEmotions(emotions: Emotions): void {
    this.#emotions = emotions;
  }

  clear(): void {
    this.#list.replaceChildren();
    if (this.#waiting) this.#waiting = [];
    byId('empty').hidden = false;
    this.#follow(true);
  }

  add(labels: readonly LiveLabel[]): void {
    this.#append(labels.map((label) => this.#row(label)));
  }

  /** Adds a note, for example that labels are missing here. */
  note(text: string): void {
    if (this.#list.childElementCount > 0 || this.#waiting?.length)
      this.#append([element('li', 'note', text)]);
  }

  /** @param names whether rows show the name of their stream */
  showStreams(names: boolean): void {
    this.#list.classList.toggle('several', names);
  }

  /** Shows the number of labels since the pause on the button. */
  showWaiting(): void {
    if (this.#waiting === undefined) return;
    const rows = this.#waiting.length;
    this.#pause.textContent = `Resume (${rows < rowLimit ? rows : `${rowLimit} or more`} new)`;
  }

  #append(rows: HTMLElement[]): void {
    if (this.#waiting !== undefined) {
      this.#waiting.push(...rows);
      this.#waiting.splice(0, this.#waiting.length - rowLimit);
      return;
    }
    byId('empty').hidden = true;
    this.#list.append(...rows);
    const limit = this.#following ? rowLimit : rowsWhileReading;
    while (this.#list.childElementCount > limit) this.#list.firstElementChild?.remove();
    if (this.#following) this.#toEnd();
  }

  #row({ streamId, startMs, emotion, confidence, text, speaker }: LiveLabel): HTMLElement {
    const row = element('li', this.#emotions?.colorClass(emotion) ?? 'e-other');
    row.style.setProperty('--confidence', String(confidence));
    const felt = element('span', 'emotion');
    felt.append(element('span', 'swatch', emotion), element('span', 'percent', percent(confidence)));
    const said = element('span', 'said');
    // The transcript may be in a language that is written from right to left.
    said.dir = 'auto';
    said.append(element('span', 'stream', `${streamId} `));
    if (speaker !== null) said.append(element('span', 'who', `${speaker}: `));
    said.append(text ?? '');
    row.append(element('time', '', timecode(startMs)), felt, said);
    return row;
  }

  #toggle(): void {
    const waiting = this.#waiting;
    this.#waiting = waiting === undefined ? [] : undefined;
    this.#pause.setAttribute('aria-pressed', String(waiting === undefined));
    this.#pause.textContent = waiting === undefined ? 'Resume' : 'Pause';
    if (waiting !== undefined && waiting.length > 0) this.#append(waiting);
  }

  #isAtEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < nearEnd;
  }

  #follow(following: boolean): void {
    this.#following = following;
    this.#latest.hidden = following;
  }

  #toEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#follow(true);
  }
}
