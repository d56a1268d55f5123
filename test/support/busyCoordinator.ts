import {
  KafkaJSError,
  type Consumer,
  type ConsumerConfig,
  type ConsumerRunConfig,
  type Kafka,
} from 'kafkajs';

/** A client whose commits of offsets fail, as retriable, for as long as the coordinator is told to be busy. */
export function withBusyCoordinator(kafka: Kafka, coordinator: { busy: boolean; tries: number }): Kafka {
  const createConsumer = kafka.consumer.bind(kafka);
  const consumer = (config: ConsumerConfig): Consumer => {
    const real = createConsumer(config);
    const run = (options: ConsumerRunConfig): Promise<void> =>
      real.run({
        ...options,
        eachBatch: (payload) =>
          options.eachBatch!({
            ...payload,
            commitOffsetsIfNecessary: async (offsets) => {
              coordinator.tries += 1;
              if (coordinator.busy) throw new KafkaJSError('the coordinator loads', { retriable: true });
              await payload.commitOffsetsIfNecessary(offsets);
            },
          }),
      });
    return { ...real, run };
  };
  return Object.assign(kafka, { consumer });
}
