import type { Readable, Writable } from 'node:stream';
import type { OptionName, OptionValues } from '../config/options';
import type { CommandLine } from '../config/resolveOptions';

/** What a command gets from the outside world; tests give their own. */
export interface CommandContext {
  stdin: Readable;
  stdout: Writable & { isTTY?: boolean; columns?: number };
  stderr: Writable & { isTTY?: boolean };
  /** Aborted by the first SIGINT or SIGTERM, and when stdout is closed: the command ends as soon as it can. */
  signal: AbortSignal;
}

export interface CommandSpec<N extends OptionName = OptionName> {
  name: string;
  /** One line of `emostream --help`. */
  summary: string;
  /**
   * Further text of `emostream <name> --help`: paragraphs, which are wrapped to the terminal's width, and indented
   * lines (examples), which stay as they are.
   */
  details?: string;
  /** Positional arguments as commander writes them, `[file...]`, and what they are. */
  operands?: { pattern: string; help: string };
  options: readonly N[];
  /** Defaults of this command alone, before those of the option table. */
  defaults?: Partial<Pick<OptionValues, N>>;
  /** @returns the exit code; errors a user can mend are thrown as EmostreamError */
  run: (
    context: CommandContext,
    options: Pick<OptionValues, N>,
    operands: string[],
    line: CommandLine<N>,
  ) => Promise<number>;
}

/** Ties the type of `run`'s options to the names listed; the erased form goes into the command list. */
export function defineCommand<const N extends OptionName>(spec: CommandSpec<N>): CommandSpec {
  return spec;
}
