import type { Labeller } from '../../consumers/Labeller';
import type { LabelTexts } from '../../evaluation';
import { textSegment } from '../../producers/texts/TextItem';

/** The stream's own labeller as the offline evaluation asks for it: what the stream refuses has no answer here either. */
export function textLabeller(labeller: Labeller): LabelTexts {
  return (texts) =>
    Promise.all(
      texts.map(async (text, sequence) => {
        const outcome = await labeller.label(textSegment('evaluation', sequence, text));
        return outcome.kind === 'label' ? outcome.label.probabilities : null;
      }),
    );
}
