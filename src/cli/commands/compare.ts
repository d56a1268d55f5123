import { count } from '../../common/count';
import {
  checkReportFolder,
  comparisonSection,
  compareRecipes,
  documentText,
  haveSeeds,
  paperReports,
  paperReportsFor,
  readReport,
  recipeSection,
  writeDocument,
} from '../../evaluation';
import { defineCommand } from '../Command';
import { jsonLine } from '../views/output';

export const compare = defineCommand({
  name: 'compare',
  summary: "set reports side by side, with the paper's figures",
  details: `
Takes reports, folders that evaluate, replay or train wrote with --out, or what evaluate --json printed, and sets their
scores side by side. Where all of them are of the test rows of EmoSPeech 2024, the figures of the paper (Chaves-Villota
et al., 2024) stand beside them. Reports whose names differ by -seed-N alone are one recipe: its mean over the seeds is
compared with the first recipe's. --out writes the tables and pictures.`,
  operands: { pattern: '<report...>', help: 'folders or JSON files of reports' },
  options: ['out', 'json'],
  run: async ({ stdout, stderr }, options, paths) => {
    await checkReportFolder(options.out);
    const reports = await Promise.all(paths.map(readReport));
    const compared = reports.map(({ name, report }) => ({ ...report, name }));
    // The paper's figures stand beside others of the same rows only.
    const onPaperRows = reports.every(({ report }) => paperReportsFor(report).length > 0);
    const paper = onPaperRows ? paperReports : [];
    const document = {
      title: 'Reports side by side',
      facts: [],
      sections: [
        ...(haveSeeds(reports) ? [recipeSection(compareRecipes(reports))] : []),
        comparisonSection([...paper, ...compared]),
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
