import type { Cue } from '../Cue';
import { LineCursor } from './LineCursor';
import type { TranscriptContent, TranscriptFormat } from './TranscriptFormat';
import { excerpt, type Warnings } from './Warnings';
import { webvttSpans } from './webvttCueText';
import { readWebvttHeader } from './webvttHeader';
import { parseWebvttTimings } from './webvttTimings';

const signature = /^WEBVTT(?:[ \t\n]|$)/;
const arrow = '-->';

/** WebVTT by the file parser of the W3C specification (section 6.1). */
export const webvtt: TranscriptFormat = {
  name: 'webvtt',
  title: 'WebVTT',
  extensions: ['.vtt', '.webvtt'],
  matches: (text) => signature.test(text),
  parse: parseWebvtt,
  spans: webvttSpans,
};

function parseWebvtt(text: string, warnings: Warnings): TranscriptContent {
  const lines = new LineCursor(text.replaceAll('\0', '\uFFFD'));
  lines.advance();
  const header = lines.peek() === '' ? '' : collectBlock(lines, true, warnings).text;
  const content: TranscriptContent = { cues: [], ...readWebvttHeader(header, warnings) };
  lines.skipEmptyLines();
  while (lines.peek() !== undefined) {
    const line = lines.lineNumber;
    const { cue, text: rest } = collectBlock(lines, false, warnings);
    if (cue !== undefined) content.cues.push(withVoice(cue, content.language));
    else if (rest !== '' && !/^(?:NOTE|STYLE|REGION)(?:\s|$)/.test(rest)) {
      warnings.add(`text without a timing line was skipped: ${excerpt(rest)}`, line);
    }
    lines.skipEmptyLines();
  }
  return content;
}

/** A block: a cue, or the text of a header, comment, style sheet, region, or text without timings. */
interface Block {
  cue?: Cue;
  text: string;
}

/**
 * "Collect a WebVTT block" of section 6.1. A line with an arrow ends the block, unless it is the first line, or the
 * second after an identifier: so files without blank lines between cues are read too.
 */
function collectBlock(lines: LineCursor, inHeader: boolean, warnings: Warnings): Block {
  let cue: Cue | undefined;
  let invalidTimings = false;
  let seenArrow = false;
  let kept: string[] = [];
  for (let count = 1; ; count++) {
    const line = lines.peek();
    if (line === undefined) break;
    if (line.includes(arrow)) {
      if (inHeader || seenArrow || count > 2) break;
      seenArrow = true;
      const timings = parseWebvttTimings(line);
      if (timings === undefined) {
        warnings.add(`a cue with an invalid timing line was skipped: ${excerpt(line)}`, lines.lineNumber);
        invalidTimings = true;
      } else {
        const id = kept.join('\n');
        cue = { ...timings, text: '', ...(id !== '' && { id }) };
        if (timings.endMs < timings.startMs) warnings.add('the cue ends before it starts', lines.lineNumber);
        kept = [];
      }
    } else if (line === '') {
      lines.advance();
      break;
    } else {
      kept.push(line);
    }
    lines.advance();
  }
  const text = kept.join('\n');
  if (cue !== undefined) return { cue: { ...cue, text }, text: '' };
  return { text: invalidTimings ? '' : text };
}

/** Adds speaker and language where the whole cue has one voice, or one language. */
function withVoice(cue: Cue, language: string | undefined): Cue {
  const spans = cue.text.includes('<') ? webvttSpans(cue.text).filter(({ text }) => text.trim() !== '') : [];
  const [first] = spans;
  const whole = (key: 'speaker' | 'language') =>
    spans.every((span) => span[key] === first?.[key]) ? first?.[key] : undefined;
  const speaker = whole('speaker');
  const spoken = whole('language') ?? language;
  return {
    ...cue,
    ...(speaker !== undefined && { speaker }),
    ...(spoken !== undefined && { language: spoken }),
  };
}
