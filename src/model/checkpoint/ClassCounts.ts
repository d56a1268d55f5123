import { isObject } from './jsonFile';

/** Rows of each class, by label. */
export type ClassCounts = Readonly<Record<string, number>>;

export function isClassCounts(value: unknown): value is ClassCounts {
  return isObject(value) && Object.values(value).every((count) => Number.isFinite(count));
}
