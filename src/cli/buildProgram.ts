import { Command, Option } from 'commander';
import type { OptionSpec } from '../config/OptionSpec';
import { flagOf, optionTable } from '../config/options';
import { readConfigFile } from '../config/readConfigFile';
import { resolveOptions } from '../config/resolveOptions';
import { version } from '../common/version';
import type { CommandContext, CommandSpec } from './Command';

/**
 * The command line as commander parses it, from the commands and the option table.
 *
 * @param onExit called with the exit code of the command that ran
 */
export function buildProgram(
  commands: readonly CommandSpec[],
  context: CommandContext,
  env: Readonly<Record<string, string | undefined>>,
  onExit: (code: number) => void,
): Command {
  const program = new Command('emostream')
    .description('Real-time emotion tagging of live speech transcripts.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void context.stdout.write(text),
      writeErr: (text) => void context.stderr.write(text),
      // One line, written by main, with the way out.
      outputError: () => undefined,
    });
  for (const spec of commands)
    program.addCommand(buildCommand(spec, context, env, onExit).copyInheritedSettings(program));
  return program;
}

function buildCommand(
  spec: CommandSpec,
  context: CommandContext,
  env: Readonly<Record<string, string | undefined>>,
  onExit: (code: number) => void,
): Command {
  const command = new Command(spec.name).summary(spec.summary).description(spec.details ?? spec.summary);
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
  const secrets = spec.options
    .map((name): OptionSpec<unknown> => optionTable[name])
    .filter(({ secret }) => secret === true);
  if (secrets.length > 0) {
    const lines = secrets.map(({ env: variable, help }) => `  ${variable}: ${help}`);
    command.addHelpText(
      'after',
      `\nSecrets, from the environment or the configuration file only:\n${lines.join('\n')}`,
    );
  }
  return command.action(async (...received: unknown[]) => {
    // Only what stands on the command line: commander gives --no-... options a default of their own.
    const given = Object.entries(command.opts<Record<string, unknown>>());
    const flags = Object.fromEntries(given.filter(([name]) => command.getOptionValueSource(name) === 'cli'));
    const path = (flags['config'] as string | undefined) ?? env['EMOSTREAM_CONFIG'];
    const sources = { flags, env, ...(path ? { file: readConfigFile(path) } : {}) };
    const options = resolveOptions(spec.options, sources, spec.defaults);
    const operands = received
      .slice(0, operandPatterns.length)
      .flat()
      .filter((one): one is string => typeof one === 'string');
    onExit(await spec.run(context, options, operands));
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
