import { trainCheckpoint } from '../../app/training/trainCheckpoint';
import { count } from '../../common/count';
import { optionGroups } from '../../config/optionGroups';
import { documentText } from '../../evaluation';
import { defineCommand } from '../Command';
import { clearProgress, progressLine } from '../views/progressLine';
import { TrainingView } from '../views/TrainingView';
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
of --data that validate, and trains with the best (docs/training.md). A training run that was stopped, by whatever, goes
on where it was. Needs TensorFlow once: npx emostream setup tensorflow.`,
  options: [...optionGroups.training, 'json'],
  run: async (context, options) => {
    const { stdout, stderr, signal } = context;
    const line = (text: string) => stderr.write(`${text}\n`);
    const searchView = new WeightSearchView(context);
    const { folder, tested } = await trainCheckpoint(options, {
      signal,
      onWarning: line,
      onTranscriptWarnings: warnAbout(context),
      onProgress: progressLine(context),
      onTensorflow: (description) => line(`trains on ${description}`),
      onTraining: new TrainingView(context).onEvent,
      onSearch: searchView.onEvent,
      onSearched: searchView.showResult,
    });
    clearProgress(context);
    line(`the model is in ${folder}`);
    if (tested === undefined) return 0;
    stdout.write(options.json ? jsonLine(tested.report) : documentText(tested.document));
    line(`${count(tested.files, 'file')} of the report in ${tested.folder}`);
    return 0;
  },
});
