import { decodeHTMLStrict } from 'entities/decode';
import type { TextSpan } from './TextSpan';

/** The tags that players treat as formatting; any other `<` is text. */
const tags = /<\/?(?:b|i|u|s|c|v|em|font|lang|p|rt|ruby|span|strong)(?:[\s.][^<>]*)?\/?>/gi;
const breaks = /<br[ \t]*\/?>|\\N/gi;
/** Word times of YouTube's captions, which converters keep. */
const wordTimes = /<\d{2}:[\d:.,]+>/g;
/** Formatting codes of SubStation Alpha (`{\an8}`) and MicroDVD (`{y:i}`) that occur in SubRip files. */
const overrides = /\{\\[^{}]*\}|\{\/?[biu]\}|\{[a-z]:[^{}\s]*\}/gi;

/** The text of a SubRip cue without formatting; SubRip has no voices. */
export function srtSpans(cueText: string): TextSpan[] {
  const text = cueText
    .replaceAll(breaks, '\n')
    .replaceAll('\\h', ' ')
    .replaceAll(tags, '')
    .replaceAll(wordTimes, '')
    .replaceAll(overrides, '');
  return text === '' ? [] : [{ text: text.includes('&') ? decodeHTMLStrict(text) : text }];
}
