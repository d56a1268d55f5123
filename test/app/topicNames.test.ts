import { topicNames } from '../../src/app/topicNames';

const options = { segmentsTopic: 'segments', emotionsTopic: 'emotions', deadLetterTopic: 'dead' };

it('gives the three names', () => {
  expect(topicNames(options)).toEqual({ segments: 'segments', labels: 'emotions', deadLetters: 'dead' });
});

it.each([
  ['--segments-topic and --emotions-topic', { emotionsTopic: 'segments' }],
  ['--segments-topic and --dead-letter-topic', { deadLetterTopic: 'segments' }],
  ['--emotions-topic and --dead-letter-topic', { deadLetterTopic: 'emotions' }],
])('refuses %s as one topic: a tagger would read what it writes', (flags, same) => {
  expect(() => topicNames({ ...options, ...same })).toThrow(`${flags} are the same topic`);
});
