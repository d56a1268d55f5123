import type { Report } from '../report/Report';

/** Whether a parsed JSON has the shape of a report, as deep as comparing runs needs. */
export function isReport(value: unknown): value is Report {
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
