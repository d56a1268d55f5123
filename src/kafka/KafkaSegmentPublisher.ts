import { CompressionTypes, type Kafka, type Producer } from 'kafkajs';
import { EmostreamError } from '../common/errors';
import { createIdempotentProducer } from './createIdempotentProducer';
import { kafkaFaultOf } from './kafkaErrors';
import { splitBySize, type EncodedMessage } from './splitBySize';

/**
 * Writes encoded segments to a topic: acknowledged by all replicas in sync, in the order of the calls, each once
 * as long as no call fails. After a failed call its messages may or may not be there; who sends them again
 * accepts that some come twice.
 */
export class KafkaSegmentPublisher {
  readonly #kafka: Kafka;
  readonly topic: string;
  #producer: Promise<Producer> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  /** @param topic an existing topic */
  constructor(kafka: Kafka, topic: string) {
    this.#kafka = kafka;
    this.topic = topic;
  }

  /**
   * Sends messages and waits until the broker has them.
   *
   * @throws EmostreamError `publish_failed`, `publisher_closed`
   */
  publish(messages: readonly EncodedMessage[]): Promise<void> {
    if (this.#closed) {
      const message = `the publisher to ${this.topic} is closed`;
      return Promise.reject(new EmostreamError(message, { code: 'publisher_closed', fault: 'bug' }));
    }
    const sent = this.#queue.then(() => this.#send(messages));
    this.#queue = sent.catch(() => undefined);
    return sent;
  }

  /** Waits for what was handed over and disconnects. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#queue;
    await this.#discard();
  }

  async #send(messages: readonly EncodedMessage[]): Promise<void> {
    try {
      this.#producer ??= this.#connect();
      const producer = await this.#producer;
      for (const run of splitBySize(messages)) {
        await producer.send({
          topic: this.topic,
          messages: run,
          acks: -1,
          compression: CompressionTypes.GZIP,
        });
      }
    } catch (error) {
      await this.#discard();
      throw this.#failure(error, messages.length);
    }
  }

  async #connect(): Promise<Producer> {
    const producer = createIdempotentProducer(this.#kafka);
    await producer.connect();
    return producer;
  }

  async #discard(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.then((each) => each.disconnect()).catch(() => undefined);
  }

  #failure(cause: unknown, count: number): EmostreamError {
    const { type, message } = kafkaFaultOf(cause);
    const hints: Record<string, string> = {
      MESSAGE_TOO_LARGE: "One of them is larger than the topic's max.message.bytes.",
      UNKNOWN_TOPIC_OR_PARTITION: 'Create the topics with `emostream topics`.',
      TOPIC_AUTHORIZATION_FAILED: 'Grant this Kafka user Write on the topic.',
    };
    return new EmostreamError(`${count} segments could not be written to ${this.topic}: ${message}`, {
      code: 'publish_failed',
      fault: 'environment',
      hint: hints[type ?? ''] ?? 'Check that the brokers run and can be reached.',
      cause,
    });
  }
}
