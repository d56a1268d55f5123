import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { EmostreamError, messageOf } from '../../common/errors';
import { whyUnreadable } from '../../common/whyUnreadable';
import type { Prediction, Report } from '../report/Report';
import { predictionsFile, reportFile } from './writeReport';

export interface SavedReport {
  /** The folder's name, or the file's without .json. */
  name: string;
  report: Report;
  /** Null where only a report is there (`evaluate --json > run.json`). */
  predictions: Prediction[] | null;
}

/**
 * Reads a report's folder, or the JSON that `evaluate --json` printed.
 *
 * @throws EmostreamError `run_unreadable` naming the file, and for predictions the line
 */
export async function readReport(path: string): Promise<SavedReport> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw unreadable(path, whyUnreadable(error));
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
    throw unreadable(path, whyUnreadable(error));
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
  return new EmostreamError(`cannot read the report ${place}: ${why}`, {
    code: 'run_unreadable',
    fault: 'input',
    hint: 'Give a folder that evaluate, replay or train wrote (--out), or what evaluate --json printed.',
  });
}

/** Whether a parsed JSON has the shape of a report, as deep as comparing reports needs. */
function isReport(value: unknown): value is Report {
  if (!hasScores(value)) return false;
  const { leakFree } = value as { leakFree?: unknown };
  return leakFree === null || hasScores(leakFree);
}

function hasScores(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { n, accuracy, macro, weighted, perClass, confusion, intervals } = value;
  return (
    typeof n === 'number' &&
    typeof accuracy === 'number' &&
    hasAverages(macro) &&
    hasAverages(weighted) &&
    isObject(perClass) &&
    Object.values(perClass).every(hasAverages) &&
    isObject(confusion) &&
    Array.isArray(confusion['labels']) &&
    Array.isArray(confusion['matrix']) &&
    isObject(intervals) &&
    isObject(intervals['macro']) &&
    isObject(intervals['perClass'])
  );
}

function hasAverages(value: unknown): boolean {
  return isObject(value) && ['precision', 'recall', 'f1'].every((name) => typeof value[name] === 'number');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
