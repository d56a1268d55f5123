import { KafkaJSConnectionError, KafkaJSProtocolError } from 'kafkajs';
import { topicError, whileClusterSettles } from '../../../src/kafka/kafkajs/admin';

const protocolError = (type: string): KafkaJSProtocolError =>
  new KafkaJSProtocolError(Object.assign(new Error(type), { type, code: 6, retriable: true }));

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

describe('whileClusterSettles', () => {
  it.each([
    ['a broker that does not know yet that it leads', protocolError('NOT_LEADER_FOR_PARTITION')],
    ['a partition without a leader', protocolError('LEADER_NOT_AVAILABLE')],
    ['a coordinator that has moved', protocolError('NOT_COORDINATOR_FOR_GROUP')],
    ['a broker that is named and cannot be reached', new KafkaJSConnectionError('refused')],
    ['any of these, told as an error about topics', topicError(['t'], protocolError('LEADER_NOT_AVAILABLE'))],
  ])('tries again after %s', async (_, error) => {
    const { work, tries } = failing(error, error);
    await expect(whileClusterSettles(work)).resolves.toBe('done');
    expect(tries()).toBe(3);
  });

  it.each([
    ['a topic that is not there', protocolError('UNKNOWN_TOPIC_OR_PARTITION')],
    ['a mistake of ours', new TypeError('x is not a function')],
  ])('gives up at once on %s', async (_, error) => {
    const { work, tries } = failing(error);
    await expect(whileClusterSettles(work)).rejects.toBe(error);
    expect(tries()).toBe(1);
  });
});
