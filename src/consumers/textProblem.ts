import type { Outcome } from './Outcome';

/**
 * Why a segment's text cannot be labelled, or null.
 *
 * @param maxCharacters longest text accepted, in UTF-16 code units: what bounds the tokenizer's work
 */
export function textProblem(text: string, maxCharacters: number): (Outcome & { kind: 'deadLetter' }) | null {
  if (text.trim() === '') {
    return { kind: 'deadLetter', reason: 'empty_text', message: 'the text is empty or only white space' };
  }
  if (text.length > maxCharacters) {
    const message = `the text has ${text.length} characters, more than the ${maxCharacters} of --max-characters`;
    return { kind: 'deadLetter', reason: 'text_too_long', message };
  }
  return null;
}
