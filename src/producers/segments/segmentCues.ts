import type { Cue } from '../Cue';
import { cuesToSpeech, type SpeechOptions } from '../speech/cuesToSpeech';
import type { SpokenText } from '../speech/SpokenText';
import type { SegmentDraft } from './SegmentDraft';
import { segmentLimits, type SegmentLimits } from './SegmentLimits';
import { splitText } from './splitText';
import { TimedText } from './TimedText';

export interface SegmentOptions extends SpeechOptions {
  limits?: Partial<SegmentLimits>;
}

/**
 * Makes segments of cues: sentences of one speaker, in order of time, within the limits. Captions split sentences to
 * fit the screen, and recognisers write minutes as one cue: both give the same kind of segment. Every word of the cues
 * (in rolling captions: once) is in exactly one segment. Times within a cue are in proportion to the characters.
 *
 * @throws EmostreamError (configuration) `segment_limits_invalid`
 *
 * @example
 * import { readFileSync } from 'node:fs';
 * import { parseTranscript, segmentCues } from 'emostream';
 *
 * const { cues, format } = parseTranscript(readFileSync('talk.vtt'), 'talk.vtt');
 * const drafts = segmentCues(cues, { format, limits: { maxCharacters: 120 } });
 * console.log(drafts[0]?.startMs, drafts[0]?.text);
 */
export function segmentCues(cues: readonly Cue[], options: SegmentOptions): SegmentDraft[] {
  const limits = segmentLimits(options.limits);
  return runs(cuesToSpeech(cues, options), limits.pauseMs).flatMap((run) => segmentRun(run, limits));
}

/** Groups what one speaker says in one language without a pause. */
function runs(speech: readonly SpokenText[], pauseMs: number): SpokenText[][] {
  const groups: SpokenText[][] = [];
  let previousEndMs = -Infinity;
  for (const piece of speech) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const continues =
      last !== undefined &&
      piece.newTurn !== true &&
      piece.speaker === last.speaker &&
      piece.language === last.language &&
      piece.startMs - previousEndMs < pauseMs;
    if (group !== undefined && continues) group.push(piece);
    else groups.push([piece]);
    previousEndMs = continues ? Math.max(previousEndMs, piece.endMs) : piece.endMs;
  }
  return groups;
}

function segmentRun(run: readonly SpokenText[], limits: SegmentLimits): SegmentDraft[] {
  const timed = new TimedText(run);
  const { speaker, language } = run[0] ?? {};
  return splitText(timed, limits).map(({ from, to }) => {
    const startMs = Math.round(timed.startMsAt(from));
    return {
      startMs,
      endMs: Math.max(startMs, Math.round(timed.endMsAt(to))),
      text: timed.text.slice(from, to).trimEnd(),
      ...(speaker !== undefined && { speaker }),
      ...(language !== undefined && { language }),
    };
  });
}
