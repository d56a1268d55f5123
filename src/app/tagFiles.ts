import type { Readable } from 'node:stream';
import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import type { Labeller } from '../consumers/Labeller';
import { mapInOrder } from '../consumers/mapInOrder';
import type { Outcome } from '../consumers/Outcome';
import type { TranscriptWarning } from '../producers/formats/Warnings';
import type { TextItem } from '../producers/texts/TextItem';
import { labelItems } from './input/labelItems';
import { stdinName } from './input/readInput';
import { segmentOptions, type SegmentFlags } from './input/segmentOptions';
import { openLabeller } from './openLabeller';
import { openModel } from './openModel';

export type TagFlags = SegmentFlags &
  Pick<OptionValues, (typeof optionGroups)['model' | 'batching'][number] | 'stream' | 'lines'>;

/** Where the texts come from, and what is told on the way. */
export interface TagInput {
  /** Files, `-` being standard input; without any it is standard input. */
  files: readonly string[];
  stdin: Readable;
  /** Ends the input; what is being labelled is given up. */
  signal: AbortSignal;
  onProgress: (step: string) => void;
  onWarnings: (file: string, warnings: readonly TranscriptWarning[]) => void;
}

export interface Tagged {
  file: string;
  item: TextItem;
  outcome: Outcome;
}

/** Segments read ahead: some batches, so that the engine never waits for the file. */
const readAhead = 512;

/**
 * Labels the texts of files without Kafka, in their order, each as soon as those before it are done. The model is
 * closed when the last is given, when the loop over them is left, and when they fail.
 *
 * @throws EmostreamError those of `openModel` and `labelItems`; from the loop that of an engine that is gone
 */
export async function* tagFiles(input: TagInput, flags: TagFlags): AsyncGenerator<Tagged> {
  const model = await openModel(flags, input.onProgress);
  const labeller = openLabeller(model, flags);
  const over = new AbortController();
  const signal = AbortSignal.any([input.signal, over.signal]);
  const read = {
    ...segmentOptions(flags),
    ...(flags.stream !== undefined && { streamId: flags.stream }),
  };
  try {
    for (const file of input.files.length > 0 ? input.files : [stdinName]) {
      const onWarnings = (warnings: readonly TranscriptWarning[]): void => input.onWarnings(file, warnings);
      const items = labelItems(file, input.stdin, { lines: flags.lines, read, onWarnings, signal });
      const answers = mapInOrder(items, (item) => answer(item, labeller), readAhead);
      for await (const { item, outcome } of answers) {
        if (input.signal.aborted) return;
        yield { file, item, outcome };
      }
      if (input.signal.aborted) return;
    }
  } finally {
    over.abort();
    labeller.close();
    await model.classifier.close();
  }
}

async function answer(item: TextItem, labeller: Labeller): Promise<Omit<Tagged, 'file'>> {
  if (item.kind === 'segment') return { item, outcome: await labeller.label(item.segment) };
  return { item, outcome: { kind: 'deadLetter', reason: 'invalid_segment', message: item.message } };
}
