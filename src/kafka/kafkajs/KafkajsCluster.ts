import type { Kafka } from 'kafkajs';
import type { GroupMember, GroupOptions } from '../GroupMember';
import type { KafkaCluster } from '../KafkaCluster';
import { KafkajsMember } from './KafkajsMember';

/** A Kafka cluster through kafkajs. */
export class KafkajsCluster implements Pick<KafkaCluster, 'member'> {
  readonly kafka: Kafka;

  constructor(kafka: Kafka) {
    this.kafka = kafka;
  }

  member(options: GroupOptions): GroupMember {
    return new KafkajsMember(this.kafka, options);
  }
}
