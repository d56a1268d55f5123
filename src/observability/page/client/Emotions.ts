import type { Hello } from './protocol.js';

/** The model's emotions: their order in counts, and the CSS class with the colour of each. */
export class Emotions {
  readonly names: readonly string[];
  readonly #colors: ReadonlyMap<string, string>;

  constructor(emotions: Hello['emotions']) {
    this.names = emotions.map(({ name }) => name);
    this.#colors = new Map(emotions.map(({ name, color }) => [name, color]));
  }

  /** The CSS class that sets `--emotion` to the emotion's colour. */
  colorClass(emotion: string): string {
    return `e-${this.#colors.get(emotion) ?? 'other'}`;
  }
}
