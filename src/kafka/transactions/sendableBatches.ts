import { splitBySize, type EncodedMessage } from '../splitBySize';
import type { Slice } from './Committer';

/**
 * The outputs of a slice as requests, none of which makes a record batch that is too large. The order within a
 * topic is kept.
 */
export function sendableBatches(
  outputs: Slice['outputs'],
): { topic: string; messages: EncodedMessage[] }[][] {
  const runs = outputs.map(({ topic, messages }) => ({ topic, runs: splitBySize(messages) }));
  const requests = Math.max(0, ...runs.map((each) => each.runs.length));
  return Array.from({ length: requests }, (_, request) =>
    runs.flatMap(({ topic, runs: ofTopic }) => {
      const messages = ofTopic[request];
      return messages === undefined ? [] : [{ topic, messages }];
    }),
  );
}
