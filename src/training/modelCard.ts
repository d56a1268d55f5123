import { count } from '../common/count';
import type { TrainResult } from './TrainResult';
import { type WeightSearchResult, powerName } from './searchWeights';

/** What a card says that a training run cannot know. */
export interface CardNotes {
  /** How labels call the model. */
  name: string;
  /** The base's name or folder. */
  base: string;
  /** SPDX identifier, lower case as on the hub; the weights bear the terms of the data. */
  license?: string | undefined;
  /** How the weights were found, where they were looked for. */
  search?: WeightSearchResult | undefined;
  /** What the rows are, where they come from and who is to be named. */
  data?: string | undefined;
}

/** Rows of a class below which its F1 says little. */
const fewRows = 30;

/** The README.md beside the weights: data, licence, hyperparameters, results and limits (Mitchell et al., 2019). */
export function modelCard(result: TrainResult, notes: CardNotes): string {
  const { name, base, license, data, search } = notes;
  const frontMatter = [
    '---',
    ...(license === undefined ? [] : [`license: ${license}`]),
    'pipeline_tag: text-classification',
    'library_name: transformers',
    '---',
  ];
  const sections = [
    frontMatter.join('\n'),
    `# ${name}`,
    `A DistilBERT sequence classifier that gives a text one of ${result.labels.length} labels: ` +
      `${result.labels.join(', ')}. ` +
      `Fine-tuned from ${base} by \`emostream train\`. It loads in transformers and in \`emostream run --model\`.`,
    license === undefined ? undefined : `Licence: ${license}, which is that of the data it was trained on.`,
    `## Data\n\n${data === undefined ? '' : `${data}\n\n`}${dataTable(result)}`,
    `## Training\n\n${list(history(result))}${hyperparameterTable(result)}`,
    search === undefined ? undefined : searchTable(search),
    result.test === undefined ? undefined : `## Results\n\n${resultTable(result.test.report)}`,
    `## Limits\n\n${list(limits(result))}`,
  ];
  return (
    sections
      .filter((section) => section !== undefined)
      .join('\n\n')
      .trimEnd() + '\n'
  );
}

/** What was done to the base and who taught. */
function history({ notes, teacher }: TrainResult): string[] {
  const taught =
    teacher === undefined
      ? []
      : [
          `learned from ${teacher.name} too, on the training rows and ${teacher.unlabelledTexts} texts without label`,
        ];
  return [...notes, ...taught].map((note) => `${note}.`);
}

function dataTable({ labels, classCounts, extraCounts, classWeights, rows }: TrainResult): string {
  const table = labels.map((label) => {
    const extra = extraCounts === undefined ? '' : ` ${extraCounts[label] ?? 0} |`;
    return `| ${label} | ${classCounts[label] ?? 0} |${extra} ${(classWeights?.[label] ?? 1).toFixed(2)} |`;
  });
  const extraHead = extraCounts === undefined ? '' : ' of other sources |';
  return [
    `${count(rows.train, 'training row')}, ${rows.validation} that validated, ${count(rows.test, 'test row')}.`,
    '',
    `| label | training rows |${extraHead} weight in the loss |`,
    `|---|---|${extraCounts === undefined ? '' : '---|'}---|`,
    ...table,
  ].join('\n');
}

function hyperparameterTable({ hyperparameters, epochs, keptEpoch, steps }: TrainResult): string {
  const entries = Object.entries(hyperparameters) as [
    string,
    string | number | boolean | object | undefined,
  ][];
  return [
    `${count(steps, 'step')} in ${count(epochs.length, 'epoch')}; ` +
      `the model is ${keptModel(keptEpoch, hyperparameters)}.`,
    '',
    '| hyperparameter | value |',
    '|---|---|',
    ...entries.flatMap(([name, value]) => (value === undefined ? [] : [`| ${name} | ${valueText(value)} |`])),
  ].join('\n');
}

function keptModel(keptEpoch: number, { averageEpochs }: TrainResult['hyperparameters']): string {
  const first = Math.max(1, keptEpoch - averageEpochs + 1);
  return first === keptEpoch
    ? `that of epoch ${keptEpoch}`
    : `the mean of the weights at the ends of epochs ${first} to ${keptEpoch}`;
}

function searchTable({ options, best, candidates }: WeightSearchResult): string {
  const { epochs, splits, validation } = options;
  const percent = Math.round(100 * validation);
  const where = splits === 1 ? 'one split' : `the mean of ${splits} splits`;
  return [
    `The weights are those of the best macro F1 on ${percent} % of the training rows, whole videos that were not ` +
      'trained on ' +
      `(${where}), after up to ${count(epochs, 'epoch')}; search.json has all of it.`,
    '',
    '| weights tried | validation macro F1 |',
    '|---|---|',
    ...candidates.map(
      ({ power, mean }) =>
        `| ${powerName(power)}${power === best.power ? ' (taken)' : ''} | ${mean.toFixed(3)} |`,
    ),
  ].join('\n');
}

function valueText(value: string | number | boolean | object): string {
  return typeof value === 'object' ? `\`${JSON.stringify(value)}\`` : String(value);
}

function resultTable(report: NonNullable<TrainResult['test']>['report']): string {
  const { leakFree, perClass } = report;
  const range = ([low, high]: readonly [number, number]) => `${low.toFixed(3)} to ${high.toFixed(3)}`;
  const of = (scored: typeof leakFree, rows: string) =>
    scored === null
      ? []
      : [
          `| ${rows} | ${scored.n} | ${scored.accuracy.toFixed(3)} (${range(scored.intervals.accuracy)}) ` +
            `| ${scored.macro.f1.toFixed(3)} (${range(scored.intervals.macro.f1)}) |`,
        ];
  return [
    'With bootstrap 95 % intervals:',
    '',
    '| test rows | n | accuracy | macro F1 |',
    '|---|---|---|---|',
    ...of(report, 'all'),
    ...of(leakFree, 'whose video and text are not in the training rows'),
    '',
    '| label | precision | recall | F1 | rows |',
    '|---|---|---|---|---|',
    ...Object.entries(perClass).map(
      ([label, { precision, recall, f1, support }]) =>
        `| ${label} | ${precision.toFixed(3)} | ${recall.toFixed(3)} | ${f1.toFixed(3)} | ${support} |`,
    ),
  ].join('\n');
}

function limits({ test, classCounts, rows }: TrainResult): string[] {
  const report = test?.report;
  const rare = Object.entries(classCounts).filter(([, found]) => found < fewRows);
  const unfound = Object.entries(report?.perClass ?? {}).filter(
    ([, { recall, support }]) => support > 0 && recall === 0,
  );
  const leaking = report === undefined ? 0 : report.n - (report.leakFree?.n ?? report.n);
  return [
    ...rare.map(([label, found]) => `${label} was learned from only ${count(found, 'row')}.`),
    ...unfound.map(([label]) => `${label} is never found in the test rows.`),
    ...(leaking > 0
      ? [
          `${leaking} of the ${rows.test} test rows come from videos that are also in the training rows: ` +
            'unseen programmes do worse.',
        ]
      : []),
    'It reads words and hears no voice.',
    'Made to watch streams as a whole. Do not use it to judge persons.',
  ];
}

function list(items: readonly string[]): string {
  return items.length === 0 ? '' : items.map((item) => `- ${item}`).join('\n') + '\n\n';
}
