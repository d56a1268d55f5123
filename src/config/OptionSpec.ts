import { text, type OptionType } from './optionTypes';

/** One row of the table: everything the help, the documentation and the validation say about an option. */
export interface OptionSpec<T> {
  type: OptionType<T>;
  /** Environment variable; null where a variable would make no sense (switches of one call). */
  env: string | null;
  /** Absent: the option has no value unless given. */
  default?: T;
  /** One sentence. */
  help: string;
  /** Not offered as a flag, since the process list would show it. */
  secret?: boolean;
}

/** An option without a value unless it is given. */
export function given<T>(type: OptionType<T>, env: string | null, help: string): OptionSpec<T | undefined> {
  return { type, env, help };
}

/** An option that is read from the environment or a file only. */
export function secret(env: string, help: string): OptionSpec<string | undefined> {
  return { type: text('<secret>'), env, help, secret: true };
}

/** An option that has a value also where it is not given. */
export function defaulted<T>(
  type: OptionType<T>,
  env: string | null,
  value: T,
  help: string,
): OptionSpec<T> & { default: T } {
  return { type, env, default: value, help };
}
