import { Command, type CommanderError, Option } from 'commander';
import type { OptionSpec } from '../config/OptionSpec';
import { flagOf, type OptionName, optionTable } from '../config/options';
import { readConfigFile } from '../config/readConfigFile';
import { resolveOptions } from '../config/resolveOptions';
import { EmostreamError } from '../common/errors';
import { version } from '../common/version';
import type { CommandContext, CommandSpec } from './Command';

type Environment = Readonly<Record<string, string | undefined>>;

/** Columns of help that does not go to a terminal. */
const pipeWidth = 80;
/** Narrowest column of text that is still wrapped. */
const leastColumn = 20;

/**
 * The command line as commander parses it, from the commands and the option table.
 *
 * @param onExit called with the exit code of the command that ran
 */
export function buildProgram(
  commands: readonly CommandSpec[],
  context: CommandContext,
  env: Environment,
  onExit: (code: number) => void,
): Command {
  const { stdout, stderr } = context;
  const program = new Command('emostream')
    .description('Real-time emotion tagging of live speech transcripts.')
    .version(version)
    .exitOverride()
    .configureHelp({ minWidthToWrap: leastColumn })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => widthOf(stdout),
      getErrHelpWidth: () => pipeWidth,
      // One line, written by main, with the way out.
      outputError: () => undefined,
    });
  for (const spec of commands) {
    const command = buildCommand(spec, context, env, onExit).copyInheritedSettings(program);
    program.addCommand(command.exitOverride((error) => rejectSecrets(error, spec.options)));
  }
  return program;
}

function buildCommand(
  spec: CommandSpec,
  context: CommandContext,
  env: Environment,
  onExit: (code: number) => void,
): Command {
  const command = new Command(spec.name)
    .summary(spec.summary)
    .description(unfolded(spec.details ?? spec.summary));
  const operandPatterns = spec.operands?.pattern.split(' ') ?? [];
  for (const [index, pattern] of operandPatterns.entries())
    command.argument(pattern, index === 0 ? spec.operands?.help : '');
  for (const name of spec.options) {
    const row: OptionSpec<unknown> = optionTable[name];
    if (row.secret === true) continue;
    const flag = `${flagOf(name)} ${row.type.placeholder}`.trim();
    command.addOption(new Option(flag, helpOf(row, spec.defaults?.[name])).default(undefined));
  }
  command.option('--config <file>', 'JSON file with option values (environment EMOSTREAM_CONFIG)');
  addSecrets(command, spec.options, context);
  return command.action(async (...received: unknown[]) => {
    // Only what stands on the command line: commander gives --no-... options a default of their own.
    const entries = Object.entries(command.opts<Record<string, unknown>>());
    const flags = Object.fromEntries(
      entries.filter(([name]) => command.getOptionValueSource(name) === 'cli'),
    );
    const path = (flags['config'] as string | undefined) ?? env['EMOSTREAM_CONFIG'];
    const sources = { flags, env, ...(path ? { file: readConfigFile(path) } : {}) };
    const options = resolveOptions(spec.options, sources, spec.defaults);
    const operands = received
      .slice(0, operandPatterns.length)
      .flat()
      .filter((one): one is string => typeof one === 'string');
    const line = {
      given: new Set(Object.keys(flags) as OptionName[]),
      without: () => resolveOptions(spec.options, { ...sources, flags: {} }, spec.defaults),
    };
    onExit(await spec.run(context, options, operands, line));
  });
}

function widthOf({ isTTY, columns }: CommandContext['stdout']): number {
  return isTTY === true ? (columns ?? pipeWidth) : pipeWidth;
}

/** Paragraphs on one line each, for commander to wrap; indented lines as they are. */
function unfolded(text: string): string {
  return text.trim().replace(/(?<=\S)\n(?=\S)/g, ' ');
}

/** @throws EmostreamError `secret_as_option` where the unknown option is a secret, which has no flag; else the error */
function rejectSecrets(error: CommanderError, names: readonly OptionName[]): never {
  if (error.code !== 'commander.unknownOption') throw error;
  const name = names.find((one) => {
    const { secret }: OptionSpec<unknown> = optionTable[one];
    return secret === true && new RegExp(`'${flagOf(one)}[='\n]`).test(error.message);
  });
  if (name === undefined) throw error;
  const { env }: OptionSpec<unknown> = optionTable[name];
  const fileOption = names.find((one) => one === `${name}File`);
  const file = fileOption === undefined ? '' : `, or name a file that holds it with ${flagOf(fileOption)}`;
  // The value may stand behind a "=" in the message of commander: it is not repeated.
  throw new EmostreamError(`unknown option '${flagOf(name)}': a process list would show the secret`, {
    code: 'secret_as_option',
    fault: 'configuration',
    hint: `set the environment variable ${env ?? ''}${file}`,
  });
}

/** The options that have no flag, below the others. */
function addSecrets(command: Command, names: readonly OptionName[], { stdout }: CommandContext): void {
  const secrets = names
    .map((name): OptionSpec<unknown> => optionTable[name])
    .filter(({ secret }) => secret === true);
  if (secrets.length === 0) return;
  command.addHelpText('after', ({ error }) => {
    const helper = command.createHelp();
    helper.prepareContext({ helpWidth: error ? pipeWidth : widthOf(stdout) });
    const variableWidth = Math.max(...secrets.map(({ env }) => env?.length ?? 0));
    const lines = secrets.map(({ env, help }) => helper.formatItem(env ?? '', variableWidth, help, helper));
    return `\nSecrets, from the environment or the configuration file only:\n${lines.join('\n')}`;
  });
}

function helpOf(row: OptionSpec<unknown>, ownDefault: unknown): string {
  const value = ownDefault ?? row.default;
  const facts = [
    row.type.limits,
    value !== undefined && typeof value !== 'boolean' ? `default ${value as string | number}` : undefined,
    row.env ?? undefined,
  ].filter((fact) => fact !== undefined);
  return facts.length > 0 ? `${row.help} (${facts.join('; ')})` : row.help;
}
