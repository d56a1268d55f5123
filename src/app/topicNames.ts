import { EmostreamError } from '../common/errors';
import { flagOf, type OptionValues } from '../config/options';
import type { TopicNames } from '../kafka/topicPlan';

export type TopicOptions = Pick<OptionValues, 'segmentsTopic' | 'emotionsTopic' | 'deadLetterTopic'>;

const topicOptions = ['segmentsTopic', 'emotionsTopic', 'deadLetterTopic'] as const;

/**
 * The names of the three topics, each another one: a dead letter on the segments topic would be read as a segment
 * again, and so on for ever.
 *
 * @throws EmostreamError `same_topic`
 */
export function topicNames(options: TopicOptions): TopicNames {
  for (const [index, name] of topicOptions.entries()) {
    const other = topicOptions.slice(0, index).find((earlier) => options[earlier] === options[name]);
    if (other === undefined) continue;
    throw new EmostreamError(`${flagOf(other)} and ${flagOf(name)} are the same topic, ${options[name]}`, {
      code: 'same_topic',
      fault: 'configuration',
      hint: 'give segments, labels and dead letters a topic each',
    });
  }
  return {
    segments: options.segmentsTopic,
    labels: options.emotionsTopic,
    deadLetters: options.deadLetterTopic,
  };
}
