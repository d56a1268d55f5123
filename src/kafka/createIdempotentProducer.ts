import { Partitioners, type Kafka, type Producer } from 'kafkajs';
import { defaultRetry } from './createKafka';

/**
 * A producer whose repetitions the broker recognises. One request is under way at a time, and after a failure it is
 * not used again: kafkajs gives the sequence number of a failed request to the next one, so the broker could drop
 * new records as duplicates.
 */
export function createIdempotentProducer(kafka: Kafka): Producer {
  return kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry: defaultRetry,
  });
}
