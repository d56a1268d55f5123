import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { taggerOptions } from '../../config/optionGroups';
import type { OptionValues } from '../../config/options';
import { packageRoot } from '../../common/packageRoot';
import type { Logger } from '../../common/Logger';
import { paced } from '../../producers/pacing/paced';
import { parsePace } from '../../producers/pacing/parsePace';
import { publishSegments } from '../../producers/publishSegments';
import { readSegments } from '../../producers/readSegments';
import type { EmotionLabel } from '../../records/EmotionLabel';
import type { TranscriptSegment } from '../../records/TranscriptSegment';
import { readInput } from '../input/readInput';
import { openCodecs } from '../openCodecs';
import { type KafkaCaller, openKafka } from '../openKafka';
import { openModel } from '../openModel';
import { startTagger } from '../startTagger';
import { storeSegments } from '../storeSegments';
import { topicNames } from '../topicNames';
import { watchAnswers } from '../watchAnswers';
import { RunSummary, type SummaryJson } from './RunSummary';

export type DemoFlags = Pick<OptionValues, (typeof taggerOptions)[number] | 'pace' | 'once'>;

export interface DemoStart {
  /** Where the live page and /metrics are. */
  url: string;
  brokers: string[];
  segmentsTopic: string;
}

export interface DemoCaller extends KafkaCaller {
  stdin: Readable;
  logger: Logger;
  onStart: (start: DemoStart) => void;
  /** A label of the broadcast was read back from the emotions topic. */
  onLabel: (label: EmotionLabel, summary: SummaryJson) => void;
}

/** The broadcast that is played when none is given. */
const sampleBroadcast = join(packageRoot, 'samples', 'debate-es.vtt');

/**
 * Everything at once: topics, model, tagger, a transcript played as if it were spoken now, its labels read back. With
 * `once` it ends when each segment is answered, else when the signal aborts.
 *
 * @returns what came of it, and whether each segment is answered
 * @throws EmostreamError those of what it opens, and of the tagger or the reader that gave up
 */
export async function playDemo(
  file: string | undefined,
  flags: DemoFlags,
  caller: DemoCaller,
): Promise<{ summary: SummaryJson; complete: boolean }> {
  const { logger, onProgress, onStart, onLabel } = caller;
  const pace = parsePace(flags.pace);
  const segments = await demoStream(file ?? sampleBroadcast, caller);
  const names = topicNames(flags);
  const codecs = openCodecs(flags);
  const connection = await openKafka(flags, caller);
  const { kafka, brokers } = connection;
  const over = new AbortController();
  const signal = AbortSignal.any([caller.signal, over.signal]);
  try {
    await kafka.ensureTopics({ names, partitions: flags.partitions });
    onProgress('loading the model');
    const model = await openModel(flags, onProgress);
    try {
      const summary = new RunSummary(model.classifier.labels, segments.length);
      const endWhenAnswered = (): void => {
        if (flags.once && summary.complete) over.abort();
      };
      const isOurs = (streamId: string): boolean => streamId === segments[0]?.streamId;
      const listener = {
        labelled: (label: EmotionLabel) => {
          summary.labelled(label, Date.now());
          onLabel(label, summary.toJSON());
          endWhenAnswered();
        },
        deadLettered: () => {
          summary.deadLettered();
          endWhenAnswered();
        },
      };
      const answers = await watchAnswers(kafka, codecs, names, isOurs, listener, signal);
      // Without its reader the demo shows nothing any more: everything ends, and with its error.
      answers.finished.catch(() => over.abort());
      const tagger = await startTagger({ kafka, codecs, model, logger }, flags, signal);
      onStart({ url: tagger.url, brokers, segmentsTopic: names.segments });
      await tagger.consuming;
      const writer = kafka.writer(names.segments);
      const store = storeSegments(writer, codecs.segment);
      const published = publishSegments(paced([segments], { pace, signal }), store).finally(() =>
        writer.close(),
      );
      endWhenAnswered();
      await Promise.all([published, tagger.finished, answers.finished]);
      return { summary: summary.toJSON(), complete: summary.complete };
    } finally {
      over.abort();
      await model.classifier.close();
    }
  } finally {
    await connection.close();
  }
}

/**
 * A transcript as a broadcast of its own: its stream id carries the moment, so that what an earlier run left on
 * the topics is not taken for this one's.
 */
async function demoStream(file: string, { stdin, signal }: DemoCaller): Promise<TranscriptSegment[]> {
  const bytes = await readInput(file, stdin, signal);
  const { transcript } = readSegments(bytes, file);
  const streamId = `${transcript.streamId}@${new Date().toISOString()}`;
  return readSegments(bytes, file, { streamId }).segments;
}
