export interface TopicReport {
  topic: string;
  status: 'created' | 'exists' | 'differs';
  /** How it differs from the plan. Nothing is changed: partitions and retention are the owner's to decide. */
  differences: string[];
}

export interface PartitionDescription {
  partition: number;
  /** Offset of the oldest record kept, and the offset that the next record will get. */
  earliest: bigint;
  latest: bigint;
}

export interface GroupLag {
  group: string;
  /** Records that the group has not committed, over all partitions. */
  lag: bigint;
  partitions: { partition: number; committed: bigint; lag: bigint }[];
}

export interface TopicDescription {
  topic: string;
  exists: boolean;
  partitions: PartitionDescription[];
  replicationFactor: number;
  /** Kafka's topic settings by their names. */
  config: Record<string, string>;
  /** The groups that committed offsets of this topic. */
  groups: GroupLag[];
}
