import type { Tensorflow } from '../../../src/model/engines/tfjs/tensorflow/Tensorflow';
import type { LabelledRow } from '../../../src/evaluation';
import { defaultHyperparameters, type Hyperparameters } from '../../../src/training/recipe';
import { train, type TrainParts } from '../../../src/training/train';
import type { TrainResult } from '../../../src/training/TrainResult';
import { wordTokenizer } from './tinyBase';
import { tinyRows } from './tinyRows';
import { useTensorflow } from './useTensorflow';
import { type TrainingFolder, useTrainingFolder } from './useTrainingFolder';

interface Extras extends Partial<TrainParts> {
  out?: string;
  resume?: boolean;
  saveEvery?: number;
  train?: readonly LabelledRow[];
  extra?: readonly LabelledRow[];
  test?: readonly LabelledRow[];
}

interface TinyTraining extends TrainingFolder {
  tensorflow: () => Tensorflow;
  rows: { train: LabelledRow[]; test: LabelledRow[] };
  /** Two epochs of 15 steps in the folder `out`, but for what is asked. */
  run: (hyperparameters: Partial<Hyperparameters>, extras?: Extras) => Promise<TrainResult>;
}

/** Training runs of a tiny base on tiny rows, in a folder that is new for each test of a file. */
export function useTinyTraining(): TinyTraining {
  const tensorflow = useTensorflow();
  const folder = useTrainingFolder();
  const rows = { train: tinyRows(120), test: tinyRows(24, 120) };
  const run = (hyperparameters: Partial<Hyperparameters>, extras: Extras = {}) => {
    const { out = 'out', resume = false, saveEvery = 0, extra = [], ...others } = extras;
    const { train: trained = rows.train, test = rows.test, ...parts } = others;
    return train(
      { train: trained, extra, test },
      {
        base: folder.at('base'),
        out: folder.at(out),
        resume,
        saveEvery,
        hyperparameters: { ...defaultHyperparameters, epochs: 2, learningRate: 2e-3, ...hyperparameters },
      },
      { tensorflow: tensorflow(), tokenizer: wordTokenizer, ...parts },
    );
  };
  return { ...folder, tensorflow, rows, run };
}
