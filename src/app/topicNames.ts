import type { OptionValues } from '../config/options';
import type { TopicNames } from '../kafka/topicPlan';

export type TopicOptions = Pick<OptionValues, 'segmentsTopic' | 'emotionsTopic' | 'deadLetterTopic'>;

export function topicNames(options: TopicOptions): TopicNames {
  return {
    segments: options.segmentsTopic,
    labels: options.emotionsTopic,
    deadLetters: options.deadLetterTopic,
  };
}
