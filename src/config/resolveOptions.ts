import { EmostreamError, messageOf } from '../common/errors';
import type { OptionSpec } from './OptionSpec';
import { flagOf, optionTable, type OptionName, type OptionValues } from './options';

/** Where option values come from; what stands first wins. */
export interface OptionSources {
  flags: Readonly<Record<string, unknown>>;
  env: Readonly<Record<string, string | undefined>>;
  /** Parsed configuration file, and its path for messages. */
  file?: { path: string; values: Readonly<Record<string, unknown>> };
}

/** What a command may ask about its command line. */
export interface CommandLine<N extends OptionName> {
  /** The options that stand on it. */
  given: ReadonlySet<OptionName>;
  /** The values that environment, file and defaults give: what would hold without it. */
  without: () => Pick<OptionValues, N>;
}

/**
 * The values of the named options: flags before environment before file before default.
 *
 * @param defaults that stand before those of the option table
 *
 * @throws EmostreamError `bad_option` naming the value, where it stands and what is expected
 */
export function resolveOptions<N extends OptionName>(
  names: readonly N[],
  sources: OptionSources,
  defaults: Partial<Pick<OptionValues, N>> = {},
): Pick<OptionValues, N> {
  const values = names.map((name) => [
    name,
    resolveOption(name, sources) ?? defaults[name] ?? (optionTable[name] as OptionSpec<unknown>).default,
  ]);
  return Object.fromEntries(values) as Pick<OptionValues, N>;
}

function resolveOption(name: OptionName, { flags, env, file }: OptionSources): unknown {
  const spec: OptionSpec<unknown> = optionTable[name];
  if (flags[name] !== undefined) return parse(spec, flags[name], flagOf(name));
  // An empty variable counts as unset: that is how compose files and shells blank one out.
  if (spec.env !== null && env[spec.env])
    return parse(spec, env[spec.env], `environment variable ${spec.env}`);
  if (file?.values[name] !== undefined) return parse(spec, file.values[name], `"${name}" in ${file.path}`);
  return undefined;
}

function parse(spec: OptionSpec<unknown>, raw: unknown, where: string): unknown {
  try {
    return spec.type.parse(raw);
  } catch (error) {
    const shown = spec.secret === true ? 'the value' : JSON.stringify(raw);
    throw new EmostreamError(`${where}: ${messageOf(error)}, got ${shown}`, {
      code: 'bad_option',
      fault: 'configuration',
      cause: error,
    });
  }
}
