import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { type Codecs, createCodecs } from '../records/createCodecs';
import { ConfluentRegistry } from '../records/registry/ConfluentRegistry';
import { type TopicOptions, topicNames } from './topicNames';

export type CodecOptions = TopicOptions & Pick<OptionValues, (typeof optionGroups)['registry'][number]>;

/** The codecs of the three records, with a schema registry where the options name one. */
export function openCodecs(options: CodecOptions): Codecs {
  const { registryUrl, registryUsername, registryPassword, registryToken } = options;
  if (registryUrl === undefined) return createCodecs();
  const client = new ConfluentRegistry({
    url: registryUrl,
    username: registryUsername,
    password: registryPassword,
    token: registryToken,
  });
  return createCodecs({ registry: { client, topics: topicNames(options) } });
}
