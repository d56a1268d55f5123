/** A SubRip timing line. */
export interface SrtTimings {
  startMs: number;
  endMs: number;
  /** The text after the second time, trimmed. */
  rest: string;
}

const colon = String.raw`\s?[:：]\s?`;
const time = String.raw`(-?)(?:(\d{1,9})${colon})?(\d{1,9})${colon}(\d{1,9})(?:\s?[,.:，]\s?(\d{1,9}))?`;
const arrow = String.raw`[ \t]*(?:[-—–=]{1,3}\s?>|→)[ \t]*`;
const timingLine = new RegExp(`^[ \\t]*${time}${arrow}${time}(?![:：\\d])(.*)$`);
const anyTimingLine = new RegExp(`^[ \\t]*${time}${arrow}${time}`, 'm');

/**
 * The timings of a line, read tolerantly: comma, dot or nothing before the fraction, no hours, spaces that machine
 * translation added, other forms of the arrow. The fraction is decimal (`,5` is half a second). A negative time, as
 * editors write after a shift, is 0. Undefined where the line is no timing line.
 */
export function parseSrtTimings(line: string): SrtTimings | undefined {
  const match = timingLine.exec(line);
  if (match === null) return undefined;
  return {
    startMs: milliseconds(match.slice(1, 6)),
    endMs: milliseconds(match.slice(6, 11)),
    rest: (match[11] ?? '').trim(),
  };
}

/** Whether a text has a SubRip timing line anywhere. */
export function hasSrtTimings(text: string): boolean {
  return anyTimingLine.test(text);
}

function milliseconds([sign, hours = '0', minutes, seconds, fraction = '0']: (string | undefined)[]): number {
  if (sign === '-') return 0;
  const whole = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Math.round(Number(`0.${fraction}`) * 1000);
}
