/** A record that could not be labelled, whole: the record of `transcripts.dead-letter` (schemas/DeadLetter.avsc). */
export interface DeadLetter {
  /** The original bytes, as they were read. */
  key: Buffer | null;
  value: Buffer | null;
  topic: string;
  partition: number;
  /** 64 bits: a decimal string, as kafkajs gives it. */
  offset: string;
  /** Unix time in milliseconds of the original record. */
  timestamp: number;
  reason: DeadLetterReason;
  /** A sentence for a person. */
  message: string;
  /** Unix time in milliseconds. */
  failedAt: number;
}

/** Stable codes: a Prometheus label and what scripts filter by. */
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
