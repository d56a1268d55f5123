import type { OptionSpec } from './OptionSpec';
import { optionGroups } from './optionGroups';
import { flagOf, optionTable, type OptionName } from './options';

const titles: Record<keyof typeof optionGroups, string> = {
  kafka: 'Kafka connection',
  writing: 'Writing to Kafka',
  topics: 'Topics',
  registry: 'Schema registry',
  model: 'Model',
  batching: 'Micro-batches',
  tagger: 'Tagger',
  http: 'HTTP',
  replay: 'Evaluation and replay',
  training: 'Training',
  segmenting: 'Segmenting transcripts',
};

/** docs/configuration.md, from the option table (`npm run docs`). */
export function optionsMarkdown(): string {
  const grouped: OptionName[] = Object.values(optionGroups).flat();
  const others = (Object.keys(optionTable) as OptionName[]).filter((name) => !grouped.includes(name));
  const sections = [
    ...Object.entries(optionGroups).map(([group, names]) =>
      section(titles[group as keyof typeof optionGroups], names),
    ),
    section('The rest', others),
  ];
  return `# Configuration

Made from \`src/config/options.ts\` by \`npm run docs\`. A flag wins over an environment variable, a variable over
the JSON file of \`--config FILE\` (or \`EMOSTREAM_CONFIG\`), the file over the default. \`emostream <command> --help\`
lists the options that a command takes.

${sections.join('\n')}`;
}

function section(title: string, names: readonly OptionName[]): string {
  const head = '| flag | environment | in the file | default | what |\n| --- | --- | --- | --- | --- |';
  return `## ${title}\n\n${head}\n${names.map(row).join('\n')}\n`;
}

function row(name: OptionName): string {
  const spec: OptionSpec<unknown> = optionTable[name];
  const flag =
    spec.secret === true ? 'none: secret' : code(`${flagOf(name)} ${spec.type.placeholder}`.trim());
  const value = spec.default === undefined ? '' : code(JSON.stringify(spec.default));
  const limits = spec.type.limits === undefined ? '' : ` (${spec.type.limits.replaceAll('|', '\\|')})`;
  return `| ${flag} | ${spec.env === null ? '' : code(spec.env)} | ${code(name)} | ${value} | ${spec.help}${limits} |`;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
