import { decodeHTML } from 'entities/decode';
import type { TextSpan } from './TextSpan';

/** An open element of the cue's tree; voice and language are copied from its parent, so that no lookup is needed. */
interface OpenElement {
  name: string;
  speaker: string | undefined;
  language: string | undefined;
  /** True for ruby annotations, which repeat the base text in another script. */
  hidden: boolean;
}

const root: OpenElement = { name: '', speaker: undefined, language: undefined, hidden: false };
/** No real caption is nested deeper; deeper tags are ignored to bound the memory. */
const maxDepth = 1000;
const elements = new Set(['c', 'i', 'b', 'u', 'ruby', 'rt', 'v', 'lang']);
const startTag = /^([^\t\n\f .]*)(?:\.[^\t\n\f ]*)?(?:[\t\n\f ]([^]*))?$/;

/**
 * The text of a WebVTT cue in spans of one voice and language, by the tokenizer and tree rules of W3C WebVTT,
 * section 6.4, with two differences: the text of `<rt>` is left out, and a `<` that could not start a tag and has no
 * `>` after it in the cue is text (the specification would drop the rest of the cue).
 */
export function webvttSpans(cueText: string): TextSpan[] {
  const spans: TextSpan[] = [];
  const open: OpenElement[] = [root];
  const lastTagEnd = cueText.lastIndexOf('>');
  let position = 0;
  while (position < cueText.length) {
    const tagStart = nextTag(cueText, position, lastTagEnd);
    addText(spans, cueText.slice(position, tagStart), open.at(-1) ?? root);
    if (tagStart === cueText.length) break;
    const close = cueText.indexOf('>', tagStart);
    const tagEnd = close === -1 ? cueText.length : close;
    applyTag(cueText.slice(tagStart + 1, tagEnd), open);
    position = tagEnd + 1;
  }
  return spans;
}

function nextTag(text: string, from: number, lastTagEnd: number): number {
  let start = text.indexOf('<', from);
  while (start > lastTagEnd && !/[a-z\d/.]/i.test(text[start + 1] ?? ''))
    start = text.indexOf('<', start + 1);
  return start === -1 ? text.length : start;
}

function addText(spans: TextSpan[], raw: string, element: OpenElement): void {
  if (raw === '' || element.hidden) return;
  const text = raw.includes('&') ? decodeHTML(raw) : raw;
  const last = spans.at(-1);
  if (last !== undefined && last.speaker === element.speaker && last.language === element.language) {
    last.text += text;
    return;
  }
  spans.push({
    text,
    ...(element.speaker !== undefined && { speaker: element.speaker }),
    ...(element.language !== undefined && { language: element.language }),
  });
}

function applyTag(tag: string, open: OpenElement[]): void {
  if (/^\d/.test(tag)) return;
  if (tag.startsWith('/')) closeElement(tag.slice(1), open);
  else openElement(tag, open);
}

function closeElement(name: string, open: OpenElement[]): void {
  const current = open.at(-1) ?? root;
  if (current === root) return;
  if (current.name === name) open.pop();
  else if (current.name === 'rt' && name === 'ruby') open.splice(-2);
}

function openElement(tag: string, open: OpenElement[]): void {
  if (open.length > maxDepth) return;
  const [, name = '', rawAnnotation = ''] = startTag.exec(tag) ?? [];
  const parent = open.at(-1) ?? root;
  if (!elements.has(name) || (name === 'rt' && parent.name !== 'ruby')) return;
  const element: OpenElement = { ...parent, name, hidden: parent.hidden || name === 'rt' };
  if (name === 'v' || name === 'lang') {
    const annotation = decodeHTML(rawAnnotation).trim().replaceAll(/\s+/g, ' ');
    const value = annotation === '' ? undefined : annotation;
    if (name === 'v') element.speaker = value;
    else element.language = value;
  }
  open.push(element);
}
