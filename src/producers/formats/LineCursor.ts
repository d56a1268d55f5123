/** Reads the lines of a text (ending in LF) one by one, without an array of them. */
export class LineCursor {
  readonly #text: string;
  #position = 0;
  #number = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The number, from 1, of the line that `peek` shows. */
  get lineNumber(): number {
    return this.#number;
  }

  /** The current line without its LF; undefined after the last one. */
  peek(): string | undefined {
    if (this.#position >= this.#text.length) return undefined;
    return this.#text.slice(this.#position, this.#endOfLine());
  }

  advance(): void {
    this.#position = this.#endOfLine() + 1;
    this.#number++;
  }

  skipEmptyLines(): void {
    while (this.#text[this.#position] === '\n') this.advance();
  }

  #endOfLine(): number {
    const end = this.#text.indexOf('\n', this.#position);
    return end === -1 ? this.#text.length : end;
  }
}
