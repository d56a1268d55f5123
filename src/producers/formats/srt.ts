import type { Cue } from '../Cue';
import { LineCursor } from './LineCursor';
import { hasSrtTimings, parseSrtTimings, type SrtTimings } from './srtTimings';
import { srtSpans } from './srtText';
import type { TranscriptContent, TranscriptFormat } from './TranscriptFormat';
import { excerpt, type Warnings } from './Warnings';

/** SubRip as it occurs: there is no specification, so everything that can be understood is read. */
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

/** The lines between two timing lines. */
interface Piece {
  /** Undefined before the first timing line and below an invalid one: then the times of the text are unknown. */
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
  /** The number that the next cue should have; undefined where the last cue had none. */
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
      this.#warnings.add(`a cue with an invalid timing line was skipped: ${excerpt(line)}`, lineNumber);
      return;
    }
    this.#piece.timings = timings;
    if (timings.endMs < timings.startMs) this.#warnings.add('the cue ends before it starts', lineNumber);
    if (timings.rest !== '' && !layout.test(timings.rest)) {
      this.#warnings.add(
        `text on the timing line was added to the cue: ${excerpt(timings.rest)}`,
        lineNumber,
      );
      this.#piece.lines.push(timings.rest);
      this.#piece.firstLine = lineNumber;
    }
  }

  /**
   * Removes the cue number from the end of the lines above a timing line. A number may also be spoken text. It counts
   * as the cue's number where an empty line separates it from the text above. Elsewhere (no empty line between cues,
   * or one between number and timing line) it counts only if it is the expected number.
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
      if (text !== '')
        this.#warnings.add(`text without a timing line was skipped: ${excerpt(text)}`, firstLine);
      return;
    }
    if (text === '') this.#warnings.add('the cue has no text', firstLine - 1);
    this.#cues.push({
      startMs: timings.startMs,
      endMs: timings.endMs,
      text,
      ...(id !== undefined && { id }),
    });
  }

  /** The lines without the empty ones, and without numbered cues that have no timing line. */
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
          this.#warnings.add('there is an empty line inside the cue', firstLine + index - 1);
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
    this.#warnings.add(
      `a cue without a timing line was skipped: ${excerpt(lost.text.join('\n'))}`,
      lost.line,
    );
  }
}
