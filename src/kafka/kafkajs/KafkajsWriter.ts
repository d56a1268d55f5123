import { count } from '../../common/count';
import type { Producer } from 'kafkajs';
import { EmostreamError } from '../../common/errors';
import type { TopicWriter } from '../KafkaCluster';
import type { OutgoingRecord } from '../KafkaRecord';
import { createIdempotentProducer } from './createKafka';
import { kafkaFaultOf } from './kafkaErrors';
import type { KafkajsClient } from './KafkajsClient';
import { sendRecords } from './sendRecords';

/** Writes to a topic with an idempotent producer, which is made anew after a failure. */
export class KafkajsWriter implements TopicWriter {
  readonly topic: string;
  readonly #client: KafkajsClient;
  #producer: Promise<Producer> | undefined;
  #underWay: Promise<void> | undefined;
  #closed = false;

  constructor(client: KafkajsClient, topic: string) {
    this.#client = client;
    this.topic = topic;
  }

  async write(records: readonly OutgoingRecord[]): Promise<void> {
    if (this.#closed) throw misuse('publisher_closed', `the writer to ${this.topic} is closed`);
    if (this.#underWay !== undefined) {
      throw misuse(
        'publisher_busy',
        `the writer to ${this.topic} was given records before it had written others`,
      );
    }
    this.#underWay = this.#send(records);
    try {
      await this.#underWay;
    } finally {
      this.#underWay = undefined;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#underWay?.catch(() => undefined);
    await this.#discard();
  }

  async #send(records: readonly OutgoingRecord[]): Promise<void> {
    const { compression } = this.#client;
    try {
      this.#producer ??= this.#connect();
      const producer = await this.#producer;
      await sendRecords([{ topic: this.topic, records }], this.#client, (request) =>
        producer.send({ ...request, acks: -1, compression }),
      );
    } catch (error) {
      await this.#discard();
      throw this.#failure(error, records.length);
    }
  }

  async #connect(): Promise<Producer> {
    const producer = createIdempotentProducer(this.#client.kafka);
    await producer.connect();
    return producer;
  }

  async #discard(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    await producer?.then((each) => each.disconnect()).catch(() => undefined);
  }

  #failure(cause: unknown, records: number): EmostreamError {
    const { type, message } = kafkaFaultOf(cause);
    const hints: Record<string, string> = {
      MESSAGE_TOO_LARGE: "One of them is larger than the topic's max.message.bytes.",
      UNKNOWN_TOPIC_OR_PARTITION: 'Create the topics with `emostream topics`.',
      TOPIC_AUTHORIZATION_FAILED: 'Grant this Kafka user Write on the topic.',
    };
    return new EmostreamError(
      `${count(records, 'record')} could not be written to ${this.topic}: ${message}`,
      {
        code: 'publish_failed',
        fault: 'environment',
        hint: hints[type ?? ''] ?? 'Check that the brokers run and can be reached.',
        cause,
      },
    );
  }
}

function misuse(code: string, message: string): EmostreamError {
  return new EmostreamError(message, { code, fault: 'bug' });
}
