import type { Readable } from 'node:stream';
import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { type Answered, type Outcome, refused, type Segmented } from '../consumers/Outcome';
import { EmostreamError } from '../common/errors';
import { formatUnknown } from '../producers/formats/parseTranscript';
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

/**
 * Labels the texts of files without Kafka and hands each on in their order, as soon as those before it are done. The
 * files are read as fast as `onTagged` takes.
 *
 * @throws EmostreamError those of `openModel` and `labelItems`, and that of an engine that is gone
 */
export async function tagFiles(
  input: TagInput,
  flags: TagFlags,
  onTagged: (tagged: Tagged) => Promise<void> | void,
  open: typeof openModel = openModel,
): Promise<void> {
  const model = await open(flags, input.onProgress);
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
      await labeller
        .labelEach(withOutcomes(items), ({ item, outcome }) => onTagged({ file, item, outcome }), signal)
        .catch((error: unknown) => {
          throw withTextFormats(error);
        });
      if (input.signal.aborted) return;
    }
  } finally {
    over.abort();
    await model.classifier.close();
  }
}

/** The error for a file that is no transcript, with the other forms in which `tag` takes texts. */
function withTextFormats(error: unknown): unknown {
  if (!(error instanceof EmostreamError) || error.code !== formatUnknown) return error;
  const { message, code, fault, hint = '' } = error;
  const forms =
    'For plain text, one text a line, give --lines; JSON Lines of {"text": ...} are read as well.';
  return new EmostreamError(message, { code, fault, cause: error, hint: `${forms} ${hint}` });
}

interface OfItem {
  item: TextItem;
}

/** What is no segment has its outcome already. */
async function* withOutcomes(
  items: AsyncIterable<TextItem>,
): AsyncGenerator<Segmented<OfItem> | Answered<OfItem>> {
  for await (const item of items) {
    if (item.kind === 'segment') yield { item, segment: item.segment };
    else yield { item, outcome: refused('invalid_segment', item.message) };
  }
}
