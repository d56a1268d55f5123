import type { OptionName } from './options';

/** Options that belong together in many commands. */
export const optionGroups = {
  kafka: [
    'brokers',
    'clientId',
    'tls',
    'tlsCa',
    'tlsCert',
    'tlsKey',
    'tlsPassphraseFile',
    'tlsServername',
    'saslMechanism',
    'saslUsername',
    'saslPassword',
    'saslPasswordFile',
  ],
  topics: ['segmentsTopic', 'emotionsTopic', 'deadLetterTopic', 'partitions'],
  registry: ['registryUrl', 'registryUsername', 'registryPassword', 'registryToken'],
  model: ['model', 'precision', 'threads'],
  batching: ['maxSegments', 'maxTokens', 'linger', 'maxSequenceTokens', 'maxCharacters', 'text'],
  tagger: ['group', 'delivery', 'inFlightSegments', 'inFlightBytes', 'stallSeconds', 'drainSeconds'],
  http: ['httpHost', 'httpPort', 'httpToken'],
  replay: ['data', 'train', 'columns', 'out', 'against', 'withTagger', 'shadowModel', 'idleSeconds'],
  segmenting: ['language', 'segmentCharacters', 'segmentSeconds'],
} as const satisfies Record<string, readonly OptionName[]>;

/** What every command takes that runs a tagger. */
export const taggerOptions = [
  ...optionGroups.kafka,
  ...optionGroups.topics,
  ...optionGroups.registry,
  ...optionGroups.model,
  ...optionGroups.batching,
  ...optionGroups.tagger,
  ...optionGroups.http,
] as const;
