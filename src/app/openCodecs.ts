import { readFileSync } from 'node:fs';
import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { EmostreamError } from '../common/errors';
import { whyUnreadable } from '../common/whyUnreadable';
import { type Codecs, createCodecs } from '../records/createCodecs';
import { ConfluentRegistry } from '../records/registry/ConfluentRegistry';
import type { TlsOptions } from '../records/registry/httpJson';
import { type TopicOptions, topicNames } from './topicNames';

type RegistryOptions = Pick<OptionValues, (typeof optionGroups)['registry'][number]>;

export type CodecOptions = TopicOptions & RegistryOptions;

/**
 * The codecs of the three records, with a schema registry where the options name one.
 *
 * @throws EmostreamError `bad_registry_url`, `bad_registry_tls`
 */
export function openCodecs(options: CodecOptions): Codecs {
  const { registryUrl, registryUsername, registryPassword, registryToken } = options;
  if (registryUrl === undefined) return createCodecs();
  const client = new ConfluentRegistry({
    url: registryUrl,
    username: registryUsername,
    password: registryPassword,
    token: registryToken,
    autoRegister: options.registryRegister,
    tls: registryTls(registryUrl, options),
  });
  return createCodecs({ registry: { client, topics: topicNames(options) } });
}

/** The certificates that the options name, read. */
function registryTls(
  url: string,
  { registryCa, registryCert, registryKey }: RegistryOptions,
): TlsOptions | undefined {
  if ([registryCa, registryCert, registryKey].every((file) => file === undefined)) return undefined;
  if (!/^https:/i.test(url)) {
    throw bad(`there is a certificate for the schema registry, and ${withoutUser(url)} is not https`, {
      hint: 'Write https:// in --registry-url, or leave the certificate out.',
    });
  }
  if ((registryCert === undefined) !== (registryKey === undefined)) {
    throw bad('a client certificate for the schema registry needs both --registry-cert and --registry-key', {
      hint: 'Give both, or neither.',
    });
  }
  return {
    ...(registryCa !== undefined && { ca: readPem('--registry-ca', registryCa) }),
    ...(registryCert !== undefined && { cert: readPem('--registry-cert', registryCert) }),
    ...(registryKey !== undefined && { key: readPem('--registry-key', registryKey) }),
  };
}

function readPem(flag: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw bad(`${flag} names a file that cannot be read: ${file}: ${whyUnreadable(cause)}`, {
      hint: 'Correct the path or the file permissions.',
      cause,
    });
  }
}

/** An address without the user and password that may stand in it. */
function withoutUser(url: string): string {
  return url.replace(/\/\/.*@/, '//');
}

function bad(message: string, more: { hint: string; cause?: unknown }): EmostreamError {
  return new EmostreamError(message, { code: 'bad_registry_tls', fault: 'configuration', ...more });
}
