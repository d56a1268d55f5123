/** Messages for one topic. */
export interface OutputBatch {
  topic: string;
  messages: { key: Buffer | null; value: Buffer; headers?: Record<string, Buffer | string> }[];
}

/** Commits the answers of one input partition. */
export interface Committer {
  /** Takes the partition over from whoever had it. @returns the group's committed offset, null when none. */
  claim(): Promise<bigint | null>;
  commit(outputs: OutputBatch[], nextOffset: bigint): Promise<void>;
  close(): Promise<void>;
}
