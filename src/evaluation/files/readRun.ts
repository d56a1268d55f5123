import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EmostreamError, messageOf } from '../../common/errors';
import type { Prediction } from '../report/Prediction';
import type { Report } from '../report/Report';
import { isReport } from './isReport';
import { predictionsFile, reportFile } from './writeRun';

export interface Run {
  /** The folder's name, or the file's without .json. */
  name: string;
  report: Report;
  /** Null where only a report is there (`evaluate --json > run.json`). */
  predictions: Prediction[] | null;
}

/**
 * Reads a run's folder, or the JSON that `evaluate --json` printed.
 *
 * @throws EmostreamError `run_unreadable` naming the file, and for predictions the line
 */
export async function readRun(path: string): Promise<Run> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw unreadable(path, messageOf(error));
    },
  );
  const reportPath = isFolder ? join(path, reportFile) : path;
  const report = parse(await readText(reportPath), reportPath);
  if (!isReport(report)) throw unreadable(reportPath, 'it lacks the fields of a report');
  const inRun = isFolder || basename(reportPath) === reportFile;
  return {
    name: inRun ? basename(dirname(resolve(reportPath))) : basename(reportPath, '.json'),
    report,
    predictions: inRun ? await readPredictions(join(dirname(reportPath), predictionsFile)) : null,
  };
}

async function readPredictions(path: string): Promise<Prediction[] | null> {
  const exists = await stat(path).then(
    () => true,
    () => false,
  );
  if (!exists) return null;
  const lines = (await readText(path)).split('\n');
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parse(line, `${path}, line ${index + 1}`);
    if (!isPrediction(value)) throw unreadable(`${path}, line ${index + 1}`, 'it is no prediction');
    return [value];
  });
}

function isPrediction(value: unknown): value is Prediction {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (
    ['id', 'video', 'gold', 'predicted'].every((name) => typeof fields[name] === 'string') &&
    typeof fields['confidence'] === 'number'
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, messageOf(error));
  }
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(place, messageOf(error));
  }
}

function unreadable(place: string, why: string): EmostreamError {
  return new EmostreamError(`cannot read the run ${place}: ${why}`, {
    code: 'run_unreadable',
    fault: 'input',
    hint: 'Give a folder that evaluate, replay or train wrote (--out), or what evaluate --json printed.',
  });
}
