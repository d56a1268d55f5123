/** The times of a WebVTT timing line. */
export interface WebvttTimings {
  startMs: number;
  endMs: number;
}

const timestamp = String.raw`(\d+):(\d{2})(?::(\d{2}))?\.(\d{3})(?!\d)`;
const space = '[ \\t\\f]*';
const timingLine = new RegExp(`^${space}${timestamp}${space}-->${space}${timestamp}`);
const oneTimestamp = new RegExp(`^${timestamp}$`);

/**
 * The timings of a line by the rules of "collect WebVTT cue timings and settings" (W3C WebVTT, section 6.3);
 * undefined where those rules fail. The settings after the second time concern the layout only and are not read.
 */
export function parseWebvttTimings(line: string): WebvttTimings | undefined {
  const match = timingLine.exec(line);
  if (match === null) return undefined;
  const startMs = milliseconds(match.slice(1, 5));
  const endMs = milliseconds(match.slice(5, 9));
  return startMs === undefined || endMs === undefined ? undefined : { startMs, endMs };
}

/** One WebVTT timestamp as milliseconds; undefined where it is none. */
export function parseWebvttTimestamp(text: string): number | undefined {
  const match = oneTimestamp.exec(text);
  return match === null ? undefined : milliseconds(match.slice(1, 5));
}

function milliseconds(groups: (string | undefined)[]): number | undefined {
  const [first = '', second = '', third, fraction = ''] = groups;
  // By the specification, a first number that is not two digits below 60 is hours, and then all three parts must be
  // there.
  const mustBeHours = first.length !== 2 || Number(first) > 59;
  if (third === undefined && mustBeHours) return undefined;
  const [hours, minutes, seconds] = third === undefined ? ['0', first, second] : [first, second, third];
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const total = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction);
  return Number.isSafeInteger(total) ? total : undefined;
}
