import type { Cue } from '../Cue';
import { LineCursor } from './LineCursor';
import { hasSrtTimings, parseSrtTimings, type SrtTimings } from './srtTimings';
import { srtSpans } from './srtText';
import type { TranscriptContent, TranscriptFormat } from './TranscriptFormat';
import { excerpt, type Warnings } from './Warnings';

/** SubRip as the world writes it: no specification exists, so whatever can be understood is read. */
export const srt: TranscriptFormat = {
  name: 'srt',
  title: 'SubRip',
  extensions: ['.srt'],
  matches: hasSrtTimings,
  parse: (text, warnings) => new SrtReader(warnings).read(text),
  spans: srtSpans,
};

const number = /^\s*\d{1,9}\s*$/;
const brokenTimingLine = /^\s*\d.*-->/;
const layout = /^(?:[XY][12]:|(?:align|line|position|region|size|vertical):)/i;

/** The piece between two timing lines. */
interface Piece {
  /** Undefined before the first timing line and below a broken one: then the text has no place in time. */
  timings?: SrtTimings;
  id?: string;
  lines: string[];
  /** Line number of the first of `lines`. */
  firstLine: number;
}

class SrtReader {
  readonly #warnings: Warnings;
  readonly #cues: Cue[] = [];
  #piece: Piece = { lines: [], firstLine: 1 };
  /** The number that the next cue should have; undefined while the file has shown none. */
  #expected: number | undefined = 1;

  constructor(warnings: Warnings) {
    this.#warnings = warnings;
  }

  read(text: string): TranscriptContent {
    const cursor = new LineCursor(text);
    for (let line = cursor.peek(); line !== undefined; line = cursor.peek()) {
      this.#take(line, cursor.lineNumber);
      cursor.advance();
    }
    this.#finishPiece();
    return { cues: this.#cues };
  }

  #take(line: string, lineNumber: number): void {
    const timings = parseSrtTimings(line);
    if (timings === undefined && !brokenTimingLine.test(line)) {
      this.#piece.lines.push(line);
      return;
    }
    const id = this.#takeNumber();
    this.#finishPiece();
    this.#expected = id === undefined ? undefined : Number(id) + 1;
    this.#piece = { lines: [], firstLine: lineNumber + 1, ...(id !== undefined && { id }) };
    if (timings === undefined) {
      this.#warnings.add(`cue skipped, its timing line is invalid: ${excerpt(line)}`, lineNumber);
      return;
    }
    this.#piece.timings = timings;
    if (timings.endMs < timings.startMs) this.#warnings.add('cue ends before it starts', lineNumber);
    if (timings.rest !== '' && !layout.test(timings.rest)) {
      this.#warnings.add(
        `text on the timing line was taken as the cue's: ${excerpt(timings.rest)}`,
        lineNumber,
      );
      this.#piece.lines.push(timings.rest);
      this.#piece.firstLine = lineNumber;
    }
  }

  /**
   * Takes the cue number off the end of the lines above a timing line. A number is also what somebody may say:
   * it counts as the cue's where an empty line parts it from the text above, and elsewhere (no empty line
   * between cues, or one between number and timing line) only if it is the very number that must come.
   */
  #takeNumber(): string | undefined {
    const { lines, timings } = this.#piece;
    const index = lines.findLastIndex((line) => line.trim() !== '');
    const line = lines[index];
    if (line === undefined || !number.test(line)) return undefined;
    const touchesTimings = index === lines.length - 1;
    const standsApart = index === 0 ? timings === undefined : lines[index - 1]?.trim() === '';
    if (!(touchesTimings && standsApart) && Number(line) !== this.#expected) return undefined;
    lines.length = index;
    return line.trim();
  }

  #finishPiece(): void {
    const { timings, id, firstLine } = this.#piece;
    const text = this.#pieceText();
    if (timings === undefined) {
      if (text !== '') this.#warnings.add(`skipped, no timing line above it: ${excerpt(text)}`, firstLine);
      return;
    }
    if (text === '') this.#warnings.add('cue without text', firstLine - 1);
    this.#cues.push({
      startMs: timings.startMs,
      endMs: timings.endMs,
      text,
      ...(id !== undefined && { id }),
    });
  }

  /** The lines without the empty ones; without what is a numbered cue that lost its timing line, too. */
  #pieceText(): string {
    const { lines, firstLine, timings } = this.#piece;
    const kept: string[] = [];
    let lost: { line: number; text: string[] } | undefined;
    let afterEmpty = false;
    for (const [index, line] of lines.entries()) {
      if (line.trim() === '') {
        afterEmpty = true;
        continue;
      }
      if (timings !== undefined && afterEmpty && kept.length > 0) {
        if (number.test(line) && Number(line) === this.#expected) {
          this.#reportLost(lost);
          lost = { line: firstLine + index, text: [] };
          this.#expected++;
        } else if (lost === undefined) {
          this.#warnings.add('empty line inside a cue', firstLine + index - 1);
        }
      }
      afterEmpty = false;
      (lost?.text ?? kept).push(line);
    }
    this.#reportLost(lost);
    return kept.join('\n');
  }

  #reportLost(lost: { line: number; text: string[] } | undefined): void {
    if (lost === undefined) return;
    this.#warnings.add(`cue skipped, it has no timing line: ${excerpt(lost.text.join('\n'))}`, lost.line);
  }
}
