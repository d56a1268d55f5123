import { EmostreamError } from '../common/errors';
import type { OptionName, OptionValues } from '../config/options';
import { resolveOptions } from '../config/resolveOptions';

/** Options as a program gives them: by their names in the configuration file, all of them optional. */
export type GivenOptions<N extends OptionName> = { [Name in N]?: OptionValues[Name] | undefined };

/**
 * The values of the named options for a program that embeds emostream: what it gives, or the default. The environment
 * is not looked at.
 *
 * @param caller the function that was called, for messages
 * @throws EmostreamError `bad_option` for a value that is not allowed, and for a name that is not known
 */
export function givenOptions<N extends OptionName>(
  names: readonly N[],
  given: GivenOptions<N>,
  caller: string,
): Pick<OptionValues, N> {
  const unknown = Object.keys(given).find((name) => !(names as readonly string[]).includes(name));
  if (unknown !== undefined) {
    throw new EmostreamError(`${caller} has no option "${unknown}"`, {
      code: 'bad_option',
      fault: 'configuration',
      hint: `the options are ${names.join(', ')}`,
    });
  }
  return resolveOptions(names, {
    flags: {},
    env: {},
    file: { path: `the options of ${caller}`, values: given },
  });
}
