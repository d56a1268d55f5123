import type { Cue } from '../Cue';
import type { TextSpan } from '../formats/TextSpan';
import type { TranscriptFormat } from '../formats/TranscriptFormat';
import { foldSpaces, isSoundDescription } from './soundDescriptions';
import { splitTurns } from './splitTurns';
import type { SpokenText } from './SpokenText';
import { caption, isRolling, shownBefore } from './unrollCaptions';

export interface SpeechOptions {
  /** Resolves the markup of the cues. */
  format: Pick<TranscriptFormat, 'spans'>;
}

const wordTime = /<\d{2}:[\d:.,]+>/;

/**
 * What is said in a transcript, in order of time: without markup, each word of rolling captions once, cues of several
 * voices split at each change (the times in proportion to the characters). Cues of sound descriptions alone
 * (`[Música]`) are left out.
 */
export function cuesToSpeech(cues: readonly Cue[], { format }: SpeechOptions): SpokenText[] {
  const ordered = cues
    .map((cue) => ({ ...cue, endMs: Math.max(cue.startMs, cue.endMs) }))
    .sort((a, b) => a.startMs - b.startMs);
  const spans = ordered.map((cue) => format.spans(cue.text));
  const rolling = unroll(ordered, spans);
  return ordered.flatMap((cue, index) => {
    const newWords = rolling?.[index];
    const voices = newWords === undefined ? (spans[index] ?? []) : [{ text: newWords }];
    return timed(cue, voices.flatMap(turnsOf));
  });
}

/** In rolling captions, the new words of each cue that repeats words; undefined for other files. */
function unroll(cues: readonly Cue[], spans: readonly TextSpan[][]): (string | undefined)[] | undefined {
  const captions = cues.map(({ startMs, endMs }, index) =>
    caption(startMs, endMs, (spans[index] ?? []).map((span) => span.text).join('')),
  );
  const hasWordTimes = cues.some(({ text }) => wordTime.test(text));
  if (!isRolling(captions, hasWordTimes)) return undefined;
  const shown = shownBefore(captions);
  return captions.map(({ words }, index) => {
    const repeated = shown[index] ?? 0;
    return repeated === 0 ? undefined : words.slice(repeated).join(' ');
  });
}

type Part = Omit<SpokenText, 'startMs' | 'endMs'>;

function turnsOf(span: TextSpan): Part[] {
  return splitTurns(span.text).map((turn, index) => {
    const speaker = turn.speaker ?? (index === 0 ? span.speaker : undefined);
    return {
      text: turn.text,
      newTurn: turn.newTurn,
      ...(speaker !== undefined && { speaker }),
      ...(span.language !== undefined && { language: span.language }),
    };
  });
}

/** The parts of one cue with their share of its time. */
function timed(cue: Cue, parts: readonly Part[]): SpokenText[] {
  const joined = joinSameVoice(parts);
  const total = joined.reduce((sum, part) => sum + part.text.length, 0);
  let before = 0;
  return joined.flatMap((part, index) => {
    const startMs = cue.startMs + ((cue.endMs - cue.startMs) * before) / total;
    before += part.text.length;
    const endMs = cue.startMs + ((cue.endMs - cue.startMs) * before) / total;
    if (isSoundDescription(part.text)) return [];
    const speaker = part.speaker ?? (index === 0 ? cue.speaker : undefined);
    const language = cue.language ?? part.language;
    return {
      startMs,
      endMs,
      text: part.text,
      newTurn: part.newTurn ?? false,
      ...(speaker !== undefined && { speaker }),
      ...(language !== undefined && { language }),
    };
  });
}

/** Joins neighbouring parts of one speaker: a change of language alone (a foreign word) does not make two parts. */
function joinSameVoice(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && part.newTurn !== true && last.speaker === part.speaker) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined.map((part) => ({ ...part, text: foldSpaces(part.text) })).filter((part) => part.text !== '');
}
