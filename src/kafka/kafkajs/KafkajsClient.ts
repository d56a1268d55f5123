import { CompressionTypes, type Kafka } from 'kafkajs';
import type { Compression } from '../settings';
import { withAdmin } from './admin';
import type { PartitionCounts } from './sendRecords';

/** What the parts of this folder share: the client and what is written with it. */
export interface KafkajsClient extends PartitionCounts {
  readonly kafka: Kafka;
  readonly compression: CompressionTypes;
}

const types: Record<Compression, CompressionTypes> = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
};

/** As long as kafkajs and Kafka's own clients trust their metadata. */
const partitionsAgeMs = 300_000;

export function createClient(kafka: Kafka, compression: Compression = 'gzip'): KafkajsClient {
  const known = new Map<string, { count: Promise<number>; until: number }>();
  return {
    kafka,
    compression: types[compression],
    partitionsOf: (topic) => {
      const found = known.get(topic);
      if (found !== undefined && Date.now() < found.until) return found.count;
      const count = countPartitions(kafka, topic);
      known.set(topic, { count, until: Date.now() + partitionsAgeMs });
      count.catch(() => known.delete(topic));
      return count;
    },
    forgetPartitions: (topic) => void known.delete(topic),
  };
}

function countPartitions(kafka: Kafka, topic: string): Promise<number> {
  return withAdmin(kafka, async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    return topics.find(({ name }) => name === topic)?.partitions.length ?? 0;
  });
}
