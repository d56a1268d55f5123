/** What is known of one partition and one consumer group. */
export interface LagFacts {
  /** Offset of the oldest record kept. */
  earliest: bigint;
  /** The offset up to which a reader of committed records gets, exclusive: Kafka's last stable offset. */
  end: bigint;
  /** Offset of the next record that the group reads; negative where nothing was committed. */
  committed: bigint;
  /** How far the group's member has read, where that is known. */
  read?: ReadTo | undefined;
}

/** How far a partition was read, both exclusive. */
export interface ReadTo {
  /** Behind the last record. */
  records: bigint;
  /** Behind all, transaction markers and records of aborted transactions included. */
  all: bigint;
}

/**
 * How many records a group has still to commit. Offsets alone cannot tell a record from a transaction marker, so what
 * lies ahead of the reader is counted by offsets: a group that is behind may have fewer records to read than this, but
 * one that has read and committed everything has a lag of 0.
 */
export function lagOf({ earliest, end, committed, read }: LagFacts): bigint {
  // Records that retention removed before they were read are no longer waiting.
  const stands = larger(committed, earliest);
  if (read === undefined) return larger(end - stands, 0n);
  const inHand = larger(read.records - stands, 0n);
  const ahead = larger(end - larger(read.all, stands), 0n);
  return inHand + ahead;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
