import type { TranscriptFormat } from '../../src/producers/formats/TranscriptFormat';
import { foldSpaces, isSoundDescription } from '../../src/producers/speech/soundDescriptions';
import { splitTurns } from '../../src/producers/speech/splitTurns';

/**
 * The words of a cue on one line, without markup and without the dashes and chevrons that mark a change of speaker.
 * Empty where the cue has nothing but sound descriptions.
 */
export function plainText(cueText: string, format: Pick<TranscriptFormat, 'spans'>): string {
  const text = format
    .spans(cueText)
    .map((span) => span.text)
    .join('');
  const turns = splitTurns(text).map((turn) => turn.text);
  const line = foldSpaces(turns.join(' '));
  return isSoundDescription(line) ? '' : line;
}
