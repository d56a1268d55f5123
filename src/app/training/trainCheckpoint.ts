import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { writeWhole } from '../../common/writeWhole';
import {
  type Document,
  inLabelOrder,
  paperReportsFor,
  type Report,
  reportDocument,
  writeReport,
} from '../../evaluation';
import { HuggingFaceTokenizer, modelFolder } from '../../model';
import { loadTensorflow } from '../../model/engines/tfjs/tensorflow/loadTensorflow';
import { tensorflowKinds } from '../../model/engines/tfjs/tensorflow/TensorflowKind';
import { modelCard } from '../../training/modelCard';
import {
  powerName,
  type WeightSearchEvent,
  type WeightSearchOptions,
  type WeightSearchResult,
} from '../../training/searchWeights';
import { train } from '../../training/train';
import type { StepRecord, TrainEvent, TrainResult } from '../../training/TrainResult';
import { required } from '../input/required';
import { hyperparameters, type TrainFlags } from './hyperparameters';
import { openTeacher } from './openTeacher';
import { readTrainingRows, type TrainingInputWarnings } from './readTrainingRows';
import { searchOptions, weightSearch } from './weightSearch';

export interface TrainCaller extends TrainingInputWarnings {
  /** Stops the training run after the step under way. */
  signal: AbortSignal;
  onProgress: (line: string) => void;
  /** Told what TensorFlow trains on. */
  onTensorflow: (description: string) => void;
  onTraining: (event: TrainEvent) => void;
  /** Told of a search for weights, which comes before the training run. */
  onSearch: (event: WeightSearchEvent, search: WeightSearchOptions) => void;
  onSearched: (result: WeightSearchResult) => void;
}

export interface TrainedCheckpoint {
  /** A Hugging Face folder, with a model card and, where there are test rows, a report. */
  folder: string;
  /** On the test rows; undefined where there are none. */
  tested: { report: Report; document: Document; folder: string; files: number } | undefined;
}

/**
 * Fine-tunes a checkpoint as the flags say, with a search for weights before it where that is asked for, and writes the
 * model card and the report beside it.
 *
 * @throws EmostreamError those of `readTrainingRows`, `hyperparameters`, `loadTensorflow`, `openTeacher`,
 *   `weightSearch` and `train`
 */
export async function trainCheckpoint(flags: TrainFlags, caller: TrainCaller): Promise<TrainedCheckpoint> {
  const { onProgress, signal } = caller;
  const out = required(flags.out, '--out', 'train');
  const rows = await readTrainingRows(flags, caller);
  const labels = inLabelOrder([...rows.train, ...rows.extra].map(({ label }) => label));
  const asked = hyperparameters(flags, labels);
  const kinds = flags.tensorflow === 'auto' ? tensorflowKinds : [flags.tensorflow];
  const tensorflow = await loadTensorflow(kinds, asked.matmulPrecision);
  caller.onTensorflow(tensorflow.description);
  const base = await modelFolder(flags.base, { onProgress });
  const tokenizer = await HuggingFaceTokenizer.load(base);
  const teacher = flags.teacher && (await openTeacher(flags.teacher, flags.maxLength, onProgress));
  try {
    const { resume, saveEvery } = flags;
    const options = { base, out, hyperparameters: asked, teacher: teacher || undefined, resume, saveEvery };
    const parts = { tensorflow, tokenizer, onEvent: caller.onTraining, signal };
    const search = searchOptions(flags);
    const found =
      search &&
      (await weightSearch(rows, options, parts, search, (event) => {
        caller.onSearch(event, search);
      }));
    if (found !== undefined) caller.onSearched(found.search);
    const result = await train(rows, found?.options ?? options, parts);
    const { license } = flags;
    const notes = { name: nameOf(out), base: flags.base, license, search: found?.search };
    writeWhole(join(out, 'README.md'), modelCard(result, notes));
    return { folder: out, tested: await writeTest(result, found?.search, flags) };
  } finally {
    if (teacher) await teacher.close();
  }
}

async function writeTest(
  result: TrainResult,
  search: WeightSearchResult | undefined,
  flags: TrainFlags,
): Promise<TrainedCheckpoint['tested']> {
  const { folder, test } = result;
  if (test === undefined) return undefined;
  const name = nameOf(folder);
  const weighting = flags.weighting + (search === undefined ? '' : ` (${powerName(search.best.power)})`);
  const steps = (await readFile(result.lossesFile, 'utf8')).split('\n').filter((line) => line !== '');
  const document = reportDocument({
    title: `${name}: ${weighting} on ${basename(flags.test ?? '')}`,
    name,
    facts: [
      ['Base', flags.base],
      ['Weighting', weighting],
      ['Epochs', String(result.epochs.length)],
      ['Seed', String(result.hyperparameters.seed)],
    ],
    report: test.report,
    others: paperReportsFor(test.report),
    losses: [{ name, losses: steps.map((line) => (JSON.parse(line) as StepRecord).loss) }],
    distribution: result.classCounts,
  });
  const files = await writeReport(join(folder, 'report'), { ...test, document });
  return { report: test.report, document, folder: join(folder, 'report'), files: files.length };
}

function nameOf(folder: string): string {
  return basename(resolve(folder));
}
