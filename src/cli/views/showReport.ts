import { count } from '../../common/count';
import type { Document } from '../../evaluation/render/Document';
import { documentText, type Prediction, type Report, writeReport } from '../../evaluation';
import type { CommandContext } from '../Command';
import { jsonLine } from './output';

export interface ShownReport {
  report: Report;
  predictions: readonly Prediction[];
  document: Document;
}

/** Prints a run's report, for a person or as one JSON object, and writes its files where a folder is given. */
export async function showReport(
  run: ShownReport,
  { json, out }: { json: boolean; out: string | undefined },
  { stdout, stderr }: Pick<CommandContext, 'stdout' | 'stderr'>,
): Promise<void> {
  stdout.write(json ? jsonLine(run.report) : documentText(run.document));
  if (out === undefined) return;
  const files = await writeReport(out, run);
  stderr.write(`${count(files.length, 'file')} written to ${out}; open ${out}/report.html\n`);
}
