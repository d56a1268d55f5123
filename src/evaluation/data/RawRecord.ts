/** A row as its file has it, before its columns are understood. */
export interface RawRecord {
  /** The line in the file where the record begins, from 1. */
  line: number;
  fields: ReadonlyMap<string, string>;
}
