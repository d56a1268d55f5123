import { count } from '../../common/count';
import {
  comparisonSection,
  compareRecipes,
  documentText,
  haveSeeds,
  paperReports,
  readReport,
  recipeSection,
  writeDocument,
} from '../../evaluation';
import { defineCommand } from '../Command';
import { jsonLine } from '../views/output';

export const compare = defineCommand({
  name: 'compare',
  summary: "set runs side by side, with the paper's",
  details: `
Takes folders that evaluate, replay or train wrote with --out, or what evaluate --json printed, and sets their scores
side by side with those of the paper (Chaves-Villota et al., EmoSPeech 2024). Runs whose names differ by -seed-N alone
are one recipe: its mean over the seeds is compared with the first recipe's. --out writes the tables and pictures.`,
  operands: { pattern: '<run...>', help: 'folders or JSON files of runs' },
  options: ['out', 'json'],
  run: async ({ stdout, stderr }, options, paths) => {
    const runs = await Promise.all(paths.map(readReport));
    const compared = runs.map(({ name, report }) => ({ ...report, name }));
    const document = {
      title: 'Runs side by side',
      facts: [],
      sections: [
        ...(haveSeeds(runs) ? [recipeSection(compareRecipes(runs))] : []),
        comparisonSection([...paperReports, ...compared]),
      ],
    };
    stdout.write(options.json ? jsonLine(compared) : documentText(document));
    if (options.out !== undefined) {
      const files = await writeDocument(options.out, document);
      stderr.write(`${count(files.length, 'file')} written to ${options.out}\n`);
    }
    return 0;
  },
});
