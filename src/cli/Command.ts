import type { Readable, Writable } from 'node:stream';
import type { OptionName, OptionValues } from '../config/options';

/** What a command gets from the outside world; tests give their own. */
export interface CommandContext {
  stdin: Readable;
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean };
  /** Aborted by the first SIGINT or SIGTERM: stop taking in, finish, return. */
  signal: AbortSignal;
}

export interface CommandSpec<N extends OptionName = OptionName> {
  name: string;
  /** One line of `emostream --help`. */
  summary: string;
  /** Further text and examples of `emostream <name> --help`. */
  details?: string;
  /** Positional arguments as commander writes them, `[file...]`, and what they are. */
  operands?: { pattern: string; help: string };
  options: readonly N[];
  /** Defaults of this command alone, before those of the option table. */
  defaults?: Partial<Pick<OptionValues, N>>;
  /** @returns the exit code; errors a user can mend are thrown as EmostreamError */
  run: (context: CommandContext, options: Pick<OptionValues, N>, operands: string[]) => Promise<number>;
}

/** Ties the type of `run`'s options to the names listed; the erased form goes into the command list. */
export function defineCommand<const N extends OptionName>(spec: CommandSpec<N>): CommandSpec {
  return spec;
}
