import { EmostreamError, messageOf } from '../../common/errors';
import type { Cue } from '../Cue';
import { languageTag } from './languageTag';
import type { TranscriptContent, TranscriptFormat } from './TranscriptFormat';
import type { Warnings } from './Warnings';

/**
 * The JSON of speech recognisers: Whisper's (`{segments: [{start, end, text}], language}`, times in
 * seconds), WhisperX's (`speaker` a string), and diarised transcripts such as asamblea-abierta's (`speaker_id`,
 * `speaker: {name, confidence}`, `video_id`, `title`).
 */
export const asrJson: TranscriptFormat = {
  name: 'asr-json',
  title: 'speech recogniser JSON (Whisper, WhisperX, diarised)',
  extensions: ['.json'],
  matches: (text) => /^\s*(?:\{\s*"|\[\s*\{|\{\s*\})/.test(text),
  parse: parseAsrJson,
  spans: (cueText) => (cueText === '' ? [] : [{ text: cueText }]),
};

type JsonObject = Partial<Record<string, unknown>>;

function parseAsrJson(text: string, warnings: Warnings): TranscriptContent {
  const root = parseJson(text);
  const segments: unknown = Array.isArray(root) ? root : asObject(root)['segments'];
  if (!Array.isArray(segments)) throw brokenJson('there is no list "segments"');
  const file = asObject(root);
  const content: TranscriptContent = { cues: readSegments(segments, warnings) };
  const language = languageTag(textOf(file['language']) ?? '');
  if (language !== undefined) {
    content.language = language;
    for (const cue of content.cues) cue.language ??= language;
  }
  const streamId = textOf(file['video_id']);
  if (streamId !== undefined) content.streamId = streamId;
  const title = textOf(file['title']);
  if (title !== undefined) content.title = title;
  return content;
}

function readSegments(segments: unknown[], warnings: Warnings): Cue[] {
  const speakers = speakerLabels(segments);
  const cues: Cue[] = [];
  for (const [index, value] of segments.entries()) {
    const segment = asObject(value);
    const { start, end, text } = segment;
    if (!isTime(start) || !isTime(end) || typeof text !== 'string') {
      warnings.add(`segments[${index}] was skipped: it needs "start" and "end" in seconds and a "text"`);
      continue;
    }
    if (start < 0 || end < start)
      warnings.add(`segments[${index}] has times that cannot be right: ${start} to ${end} seconds`);
    const id = textOf(segment['id']);
    const speaker = speakers.get(voiceOf(segment)) ?? voiceOf(segment);
    cues.push({
      startMs: milliseconds(start),
      endMs: milliseconds(end),
      text,
      ...(speaker !== undefined && { speaker }),
      ...(id !== undefined && { id }),
    });
  }
  return cues;
}

/**
 * The speaker's name for each diarised voice. A name counts only with a confidence above 0 (asamblea-abierta gives 0
 * to the name "No identificado"). Where several voices have the same name, the voice's id is added to it: two voices
 * must not become one speaker.
 */
function speakerLabels(segments: unknown[]): Map<string | undefined, string> {
  const nameOfVoice = new Map<string | undefined, string>();
  for (const value of segments) {
    const segment = asObject(value);
    const { name, confidence } = asObject(segment['speaker']);
    if (typeof name === 'string' && name.trim() !== '' && confidence !== 0) {
      nameOfVoice.set(voiceOf(segment), name.trim());
    }
  }
  const voicesOfName = new Map<string, number>();
  for (const name of nameOfVoice.values()) voicesOfName.set(name, (voicesOfName.get(name) ?? 0) + 1);
  for (const [voice, name] of nameOfVoice) {
    if (voice !== undefined && voicesOfName.get(name) !== 1) nameOfVoice.set(voice, `${name} (${voice})`);
  }
  return nameOfVoice;
}

function voiceOf(segment: JsonObject): string | undefined {
  const { speaker } = segment;
  return textOf(segment['speaker_id']) ?? textOf(speaker) ?? textOf(asObject(speaker)['id']);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw brokenJson(messageOf(error), error);
  }
}

function brokenJson(why: string, cause?: unknown): EmostreamError {
  return new EmostreamError(`this JSON is not a transcript: ${why}`, {
    code: 'transcript_json_invalid',
    fault: 'input',
    hint: 'The expected form is {"segments": [{"start": seconds, "end": seconds, "text": "..."}]}.',
    cause,
  });
}

function asObject(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? value : {};
}

/** A text that is not blank, or a number as text; undefined for anything else. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(Math.round(value * 1000));
}

function milliseconds(seconds: number): number {
  return Math.max(0, Math.round(seconds * 1000));
}
