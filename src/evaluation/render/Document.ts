import type { Theme } from '../pictures/theme';

/** A table that text, Markdown and HTML show alike; its first column names the row, the others are figures. */
export interface Table {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** The number of rows at the end that sum up the others. */
  summaryRows?: number;
  /** Columns after the first that are words, by place; figures stand at the right, words at the left. */
  wordColumns?: readonly number[];
}

/** A picture in any theme; `name` is that of its files. */
export interface Drawing {
  name: string;
  alt: string;
  draw: (theme: Theme) => string;
}

export interface Section {
  heading: string;
  paragraphs?: readonly string[];
  drawings?: readonly Drawing[];
  tables?: readonly Table[];
}

/** What a report says, before it is put into a form. */
export interface Document {
  title: string;
  /** Model, data, engine, ...: name and value. */
  facts: readonly (readonly [name: string, value: string])[];
  sections: readonly Section[];
}
