import type { TranscriptFormat } from '../../src/producers/formats/TranscriptFormat';
import { splitTurns } from '../../src/producers/speech/splitTurns';
import {
  foldSpaces,
  type SoundDescriptions,
  withoutSoundDescriptions,
} from '../../src/producers/speech/soundDescriptions';

/**
 * The words of a cue on one line: markup and entities resolved by the format's rules, white space folded, the
 * dashes and chevrons that mark a change of speaker taken off.
 *
 * @param sounds what becomes of `[Música]`; by default a cue of nothing else is empty
 */
export function plainText(
  cueText: string,
  format: Pick<TranscriptFormat, 'spans'>,
  sounds: SoundDescriptions = 'drop-alone',
): string {
  const text = format
    .spans(cueText)
    .map((span) => span.text)
    .join('');
  const turns = splitTurns(text).map((turn) => turn.text);
  return withoutSoundDescriptions(foldSpaces(turns.join(' ')), sounds);
}
