import { readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { count } from '../../common/count';
import { optionGroups } from '../../config/optionGroups';
import { documentText, inLabelOrder, paperReports, reportDocument, writeReport } from '../../evaluation';
import { HuggingFaceTokenizer, modelFolder } from '../../model';
import { loadTensorflow } from '../../model/engines/tfjs/tensorflow/loadTensorflow';
import { tensorflowKinds } from '../../model/engines/tfjs/tensorflow/TensorflowKind';
import { modelCard } from '../../training/modelCard';
import { train as trainModel } from '../../training/train';
import type { StepRecord, TrainResult } from '../../training/TrainResult';
import { type WeightSearchResult, powerName } from '../../training/searchWeights';
import { type CommandContext, defineCommand } from '../Command';
import { required } from '../../app/input/required';
import { clearProgress, progressLine } from '../views/progressLine';
import { readTrainingRows } from '../../app/training/readTrainingRows';
import { openTeacher } from '../../app/training/openTeacher';
import { hyperparameters, type TrainFlags } from '../../app/training/hyperparameters';
import { TrainingView } from '../views/TrainingView';
import { searchOptions, weightSearch } from '../../app/training/weightSearch';
import { warnAbout } from '../views/warnAbout';
import { WeightSearchView } from '../views/WeightSearchView';
import { jsonLine } from '../views/output';

export const train = defineCommand({
  name: 'train',
  summary: "fine-tune a DistilBERT on labelled rows: the paper's recipe by default",
  details: `
Leaves in --out a Hugging Face checkpoint (for run --model), a model card, the losses, and with --test the report of
evaluate with pictures in --out/report. The defaults are the paper's: 12 epochs, batches of 8, 4e-5, and --weighting
none, rule1 or inverse; --weighting search tries inverse weights raised to the powers 0, 0.25, 0.5, 0.75 and 1 on parts
of --data that validate, and trains with the best (docs/training.md). A run that was stopped, by whatever, goes on where
it was. Needs TensorFlow once: npx emostream setup tensorflow.`,
  options: [...optionGroups.training, 'json'],
  run: async (context, options) => {
    const out = required(options.out, '--out', 'train');
    const rows = await readTrainingRows(options, {
      onWarning: (line) => context.stderr.write(`${line}\n`),
      onTranscriptWarnings: warnAbout(context),
    });
    const labels = inLabelOrder([...rows.train, ...rows.extra].map(({ label }) => label));
    const asked = hyperparameters(options, labels);
    const kinds = options.tensorflow === 'auto' ? tensorflowKinds : [options.tensorflow];
    const tensorflow = await loadTensorflow(kinds, asked.matmulPrecision);
    context.stderr.write(`trains on ${tensorflow.description}\n`);
    const base = await modelFolder(options.base, { onProgress: progressLine(context) });
    const tokenizer = await HuggingFaceTokenizer.load(base);
    const view = new TrainingView(context);
    const { resume, saveEvery } = options;
    const teacher =
      options.teacher === undefined
        ? undefined
        : await openTeacher(options.teacher, options.maxLength, progressLine(context));
    const asFlagged = { base, out, hyperparameters: asked, teacher, resume, saveEvery };
    const parts = { tensorflow, tokenizer, onEvent: view.onEvent, signal: context.signal };
    try {
      const wanted = searchOptions(options);
      const searchView = wanted && new WeightSearchView(wanted, context);
      const search =
        wanted && searchView && (await weightSearch(rows, asFlagged, parts, wanted, searchView.onEvent));
      if (search) searchView.showResult(search);
      const weighting = search?.best.weights ?? asked.weighting;
      const chosen = { ...asFlagged, hyperparameters: { ...asked, weighting } };
      const result = await trainModel(rows, chosen, parts);
      clearProgress(context);
      const card = { name: basename(resolve(out)), base: options.base, license: options.license, search };
      await writeFile(join(out, 'README.md'), modelCard(result, card));
      await showResult(result, search, options, context);
    } finally {
      await teacher?.close();
    }
    return 0;
  },
});

async function showResult(
  result: TrainResult,
  search: WeightSearchResult | undefined,
  options: TrainFlags & { json: boolean },
  { stdout, stderr }: CommandContext,
): Promise<void> {
  const { folder, test } = result;
  stderr.write(`the model is in ${folder}\n`);
  if (test === undefined) return;
  const name = basename(resolve(folder));
  const found = search === undefined ? '' : ` (${powerName(search.best.power)})`;
  const weighting = `${options.weighting}${found}`;
  const steps = (await readFile(result.lossesFile, 'utf8')).split('\n').filter((line) => line !== '');
  const document = reportDocument({
    title: `${name}: ${weighting} on ${basename(options.test ?? '')}`,
    name,
    facts: [
      ['Base', options.base],
      ['Weighting', weighting],
      ['Epochs', String(result.epochs.length)],
      ['Seed', String(result.hyperparameters.seed)],
    ],
    report: test.report,
    others: paperReports,
    losses: [{ name, losses: steps.map((line) => (JSON.parse(line) as StepRecord).loss) }],
    distribution: result.classCounts,
  });
  const files = await writeReport(join(folder, 'report'), { ...test, document });
  stdout.write(options.json ? jsonLine(test.report) : documentText(document));
  stderr.write(`${count(files.length, 'file')} of the report in ${join(folder, 'report')}\n`);
}
