import { KafkaJSConnectionError, KafkaJSProtocolError } from 'kafkajs';
import { topicError } from '../../../src/kafka/kafkajs/admin';
import { whileLeadersSettle } from '../../../src/kafka/kafkajs/admin';

const protocolError = (type: string): KafkaJSProtocolError =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 6, retriable: true }));

/** What kafkajs' admin.listTopics throws where its cluster gives it null. */
function noMetadata(): Error {
  try {
    const { topicMetadata } = null as unknown as { topicMetadata: unknown };
    return new Error(String(topicMetadata));
  } catch (error) {
    return error as Error;
  }
}

/** Work that fails with each of the errors in turn and then answers. */
function failing(...errors: Error[]): { work: () => Promise<string>; tries: () => number } {
  let tries = 0;
  return {
    work: () => {
      const error = errors[tries++];
      return error === undefined ? Promise.resolve('done') : Promise.reject(error);
    },
    tries: () => tries,
  };
}

describe('whileLeadersSettle', () => {
  it.each([
    ['a broker that does not know yet that it leads', protocolError('NOT_LEADER_FOR_PARTITION')],
    ['a partition without a leader', protocolError('LEADER_NOT_AVAILABLE')],
    ['metadata that kafkajs dropped', noMetadata()],
    ['any of these, told as an error about topics', topicError(['t'], protocolError('LEADER_NOT_AVAILABLE'))],
  ])('tries again after %s', async (_, error) => {
    const { work, tries } = failing(error, error);
    await expect(whileLeadersSettle(work)).resolves.toBe('done');
    expect(tries()).toBe(3);
  });

  it.each([
    ['a topic that is not there', protocolError('UNKNOWN_TOPIC_OR_PARTITION')],
    ['a broker that cannot be reached', new KafkaJSConnectionError('refused')],
    ['a mistake of ours', new TypeError('x is not a function')],
  ])('gives up at once on %s', async (_, error) => {
    const { work, tries } = failing(error);
    await expect(whileLeadersSettle(work)).rejects.toBe(error);
    expect(tries()).toBe(1);
  });
});
