import { defineCommand } from '../Command';
import { required } from '../../app/input/required';
import { averageFolders } from '../../app/training/averageFolders';
import { jsonLine } from '../views/output';

export const average = defineCommand({
  name: 'average',
  summary: 'a checkpoint with the mean of the weights of several',
  details: `
Averages the weights of trainings with the same base and --head-seed, and another --seed or other hyperparameters. The
result is one model, as fast as each of them and often better than most: a model soup (Wortsman et al., 2022). --out
holds a Hugging Face checkpoint with the tokenizer of the first.

  emostream train ... --head-seed 1 --seed 1 --out runs/1
  emostream train ... --head-seed 1 --seed 2 --out runs/2
  emostream average runs/1 runs/2 --out model`,
  operands: { pattern: '<checkpoint...>', help: 'folders of the checkpoints, two or more' },
  options: ['out', 'json'],
  run: ({ stdout }, options, folders) => {
    const out = required(options.out, '--out', 'average');
    const { labels } = averageFolders(folders, out);
    const line = `${out}: the mean of ${folders.length} models, ${labels.join(', ')}\n`;
    stdout.write(options.json ? jsonLine({ folder: out, averaged: folders, labels }) : line);
    return Promise.resolve(0);
  },
});
