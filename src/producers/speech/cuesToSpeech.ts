import type { Cue } from '../Cue';
import type { TextSpan } from '../formats/TextSpan';
import type { TranscriptFormat } from '../formats/TranscriptFormat';
import { foldSpaces, withoutSoundDescriptions, type SoundDescriptions } from './soundDescriptions';
import { splitTurns } from './splitTurns';
import type { SpokenText } from './SpokenText';
import { caption, isRolling, shownBefore } from './unrollCaptions';

export interface SpeechOptions {
  /** Resolves the markup of the cues. */
  format: Pick<TranscriptFormat, 'spans'>;
  /** Default `drop-alone`. */
  soundDescriptions?: SoundDescriptions;
}

const wordTime = /<\d{2}:[\d:.,]+>/;

/**
 * What is said in a transcript, in order of time: markup gone, each word of rolling captions once, cues of
 * several voices cut at each change (the times between in proportion to the characters). Cues without words give
 * nothing.
 */
export function cuesToSpeech(cues: readonly Cue[], options: SpeechOptions): SpokenText[] {
  const { format, soundDescriptions = 'drop-alone' } = options;
  const ordered = cues
    .map((cue) => ({ ...cue, endMs: Math.max(cue.startMs, cue.endMs) }))
    .sort((a, b) => a.startMs - b.startMs);
  const spans = ordered.map((cue) => format.spans(cue.text));
  const rolling = unroll(ordered, spans);
  return ordered.flatMap((cue, index) => {
    const newWords = rolling?.[index];
    const voices = newWords === undefined ? (spans[index] ?? []) : [{ text: newWords }];
    return timed(cue, voices.flatMap(turnsOf), soundDescriptions);
  });
}

/** For rolling captions the words that each cue with repeated ones adds; undefined for other files. */
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

/** Parts of one cue with their share of its time. */
function timed(cue: Cue, parts: readonly Part[], sounds: SoundDescriptions): SpokenText[] {
  const joined = joinSameVoice(parts);
  const total = joined.reduce((sum, part) => sum + part.text.length, 0);
  let before = 0;
  return joined.flatMap((part, index) => {
    const startMs = cue.startMs + ((cue.endMs - cue.startMs) * before) / total;
    before += part.text.length;
    const endMs = cue.startMs + ((cue.endMs - cue.startMs) * before) / total;
    const text = withoutSoundDescriptions(part.text, sounds);
    if (text === '') return [];
    const speaker = part.speaker ?? (index === 0 ? cue.speaker : undefined);
    const language = cue.language ?? part.language;
    return {
      startMs,
      endMs,
      text,
      newTurn: part.newTurn ?? false,
      ...(speaker !== undefined && { speaker }),
      ...(language !== undefined && { language }),
    };
  });
}

/** A change of language alone (a foreign word in italics) does not make two parts. */
function joinSameVoice(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && part.newTurn !== true && last.speaker === part.speaker) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined.map((part) => ({ ...part, text: foldSpaces(part.text) })).filter((part) => part.text !== '');
}
