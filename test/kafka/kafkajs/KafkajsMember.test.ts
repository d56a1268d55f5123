import { EventEmitter } from 'node:events';
import type { Kafka } from 'kafkajs';
import { createClient } from '../../../src/kafka/kafkajs/KafkajsClient';
import { KafkajsMember } from '../../../src/kafka/kafkajs/KafkajsMember';

/** As much of kafkajs as a member needs that is given partition 0 of topic `t`. */
class FakeKafka {
  readonly events = { CRASH: 'crash', GROUP_JOIN: 'group_join', END_BATCH_PROCESS: 'end_batch_process' };
  readonly #emitter = new EventEmitter();
  /** As in kafkajs, a request of an admin that is disconnected connects it again. */
  adminConnected = false;
  /** Ends the admin's request that is under way. */
  answer: () => void = () => undefined;

  asKafka(): Kafka {
    return { consumer: () => this.#consumer(), admin: () => this.#admin() } as unknown as Kafka;
  }

  #consumer(): object {
    const nothing = (): Promise<void> => Promise.resolve();
    return {
      events: this.events,
      on: (name: string, listener: (event: object) => void) => this.#emitter.on(name, listener),
      connect: nothing,
      subscribe: nothing,
      run: async () => void this.#emitter.emit('group_join', { payload: { memberAssignment: { t: [0] } } }),
      resume: () => undefined,
      disconnect: nothing,
    };
  }

  #admin(): object {
    return {
      connect: () => this.#request(undefined),
      fetchTopicOffsets: () => this.#request([{ partition: 0, low: '0', high: '9' }]),
      fetchOffsets: () => this.#request([{ topic: 't', partitions: [{ partition: 0, offset: '4' }] }]),
      disconnect: async () => void (this.adminConnected = false),
    };
  }

  #request<T>(answer: T): Promise<T> {
    this.adminConnected = true;
    return new Promise((resolve) => (this.answer = () => resolve(answer)));
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function memberOf(kafka: Kafka): KafkajsMember {
  return new KafkajsMember(createClient(kafka), { group: 'g', topic: 't', delivery: 'exactly-once' });
}

describe('the lag', () => {
  /** A member in its group with a lag under way, of which as many requests are answered. */
  async function askLag(answered: number) {
    const kafka = new FakeKafka();
    const member = memberOf(kafka.asKafka());
    member.assignments.subscribe();
    await turn();
    const lag = member.lag();
    const answer = async (): Promise<void> => {
      kafka.answer();
      await turn();
    };
    for (let n = 0; n < answered; n++) await answer();
    return { kafka, member, lag, answer };
  }

  it('is what is not committed of each partition', async () => {
    const { lag, answer } = await askLag(2);
    await answer();
    expect(await lag).toEqual([{ partition: 0, records: 5 }]);
  });

  it.each([
    ['it connects', 0],
    ['it asks for the ends', 1],
    ['it asks for what is committed', 2],
  ])('leaves no connection behind when the member leaves while %s', async (_, answered) => {
    const { kafka, member, lag, answer } = await askLag(answered);
    const left = member.leave();
    await turn();
    await answer();
    await answer();
    expect(await lag).toEqual([]);
    await left;
    expect(kafka.adminConnected).toBe(false);
  });
});

test('a consumer that kafkajs refuses to make fails the assignments, and a second life is refused', () => {
  const refusing = {
    consumer: () => {
      throw new Error('no groupId');
    },
  } as unknown as Kafka;
  const member = memberOf(refusing);
  const failures: unknown[] = [];
  const error = (failure: unknown): void => void failures.push(failure);
  member.assignments.subscribe({ error });
  member.assignments.subscribe({ error });
  expect(failures).toEqual([
    expect.objectContaining({
      code: 'membership_lost',
      message: 'the membership of group g on t ended: no groupId',
    }),
    expect.objectContaining({ message: 'a member has one life: make a new one to join again' }),
  ]);
});
