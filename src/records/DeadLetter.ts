/** A complete record that could not be labelled: the record of `transcripts.dead-letter` (schemas/DeadLetter.avsc). */
export interface DeadLetter {
  /** The original bytes. */
  key: Buffer | null;
  value: Buffer | null;
  topic: string;
  partition: number;
  /** A decimal string, since it has 64 bits. */
  offset: string;
  /** Unix time in milliseconds of the original record. */
  timestamp: number;
  reason: DeadLetterReason;
  /** A sentence for a person. */
  message: string;
  /** Unix time in milliseconds. */
  failedAt: number;
}

/** Stable codes: values of a Prometheus label, and for scripts to filter by. */
export const deadLetterReasons = [
  'empty_record',
  'unknown_wire_format',
  'unknown_schema',
  'malformed_record',
  'invalid_segment',
  'empty_text',
  'text_too_long',
  'classification_failed',
] as const;

export type DeadLetterReason = (typeof deadLetterReasons)[number];
