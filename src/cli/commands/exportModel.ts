import { exportModel as exportToFolder } from '../../app/exportModel';
import { count } from '../../common/count';
import { defineCommand } from '../Command';
import { clearProgress, progressLine } from '../views/progressLine';
import { jsonLine } from '../views/output';

export const exportModel = defineCommand({
  name: 'export',
  summary: 'a checkpoint to an engine folder, checked against the original',
  details: `
Writes the network of a DistilBERT checkpoint (config.json, model.safetensors, tokenizer.json) as one ONNX file, in
int8 or float32, with its tokenizer beside it: what --model takes. int8 scales are set from texts like those to be
tagged, one a line in --calibration (Spanish speech by default), and the engine is compared with the checkpoint on
them. With --validation-texts the folder also records how long such texts are and how sure the model is of them: what
the drift metrics of a tagger are measured against (docs/drift.md).

--model with a checkpoint folder makes the same engine, without the drift baseline, and keeps it in the cache.`,
  operands: { pattern: '<checkpoint> <folder>', help: 'checkpoint folder, and the engine folder to write' },
  options: ['precision', 'calibration', 'validationTexts', 'json'],
  run: async (context, options, [checkpoint = '', folder = '']) => {
    const { manifest, agreement } = await exportToFolder(checkpoint, folder, options, progressLine(context));
    clearProgress(context);
    if (options.json) context.stdout.write(jsonLine({ folder, ...manifest, agreement }));
    else {
      const { texts, sameLabel, meanDifference } = agreement;
      const same = `same label as float32 on ${sameLabel} of ${count(texts, 'text')}`;
      const difference = `mean difference of a probability ${meanDifference.toFixed(4)}`;
      context.stdout.write(`${folder}: ${manifest.precision}, ${same}, ${difference}\n`);
    }
    return 0;
  },
});
