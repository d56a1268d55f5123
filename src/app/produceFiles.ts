import type { Readable } from 'node:stream';
import type { optionGroups } from '../config/optionGroups';
import type { OptionValues } from '../config/options';
import { count } from '../common/count';
import { EmostreamError } from '../common/errors';
import type { TranscriptWarning } from '../producers/formats/Warnings';
import { paced } from '../producers/pacing/paced';
import { parsePace } from '../producers/pacing/parsePace';
import { publishSegments } from '../producers/publishSegments';
import { readSegments } from '../producers/readSegments';
import type { TranscriptSegment } from '../records/TranscriptSegment';
import { readInput, stdinName } from './input/readInput';
import { segmentOptions } from './input/segmentOptions';
import { openCodecs } from './openCodecs';
import { type KafkaCaller, openKafka } from './openKafka';
import { storeSegments } from './storeSegments';
import { topicNames } from './topicNames';

export type ProduceFlags = Pick<
  OptionValues,
  | (typeof optionGroups)['kafka' | 'writing' | 'topics' | 'registry' | 'segmenting'][number]
  | 'pace'
  | 'stream'
>;

export interface ProduceInput extends KafkaCaller {
  /** Transcript files, `-` being standard input. */
  sources: readonly string[];
  stdin: Readable;
  onWarnings: (source: string, warnings: readonly TranscriptWarning[]) => void;
  /** Segments that are written for good, of all. */
  onCount: (done: number, total: number) => void;
}

export interface Produced {
  streams: number;
  /** Segments written; fewer than `total` where the signal ended it. */
  segments: number;
  total: number;
  topic: string;
  brokers: string[];
}

/**
 * Plays transcripts into the segments topic, several side by side. The topics are created where they are missing.
 *
 * @throws EmostreamError `bad_option`, `same_stream`, and those of `readSegments`, `openKafka` and `ensureTopics`
 */
export async function produceFiles(input: ProduceInput, flags: ProduceFlags): Promise<Produced> {
  const { signal, onCount } = input;
  const pace = parsePace(flags.pace);
  const streams = await readStreams(input, flags);
  const total = streams.reduce((sum, { length }) => sum + length, 0);
  const names = topicNames(flags);
  const codec = openCodecs(flags).segment;
  const connection = await openKafka(flags, input);
  try {
    await connection.kafka.ensureTopics({ names, partitions: flags.partitions });
    const writer = connection.kafka.writer(names.segments);
    const store = storeSegments(writer, codec);
    try {
      const segments = await publishSegments(paced(streams, { pace, signal }), store, {
        onProgress: (stored) => onCount(stored, total),
      });
      return { streams: streams.length, segments, total, topic: names.segments, brokers: connection.brokers };
    } finally {
      await writer.close();
    }
  } finally {
    await connection.close();
  }
}

async function readStreams(
  { sources, stdin, signal, onWarnings }: ProduceInput,
  flags: ProduceFlags,
): Promise<TranscriptSegment[][]> {
  if (flags.stream !== undefined && sources.length > 1) {
    throw new EmostreamError(`--stream names one stream, and there are ${count(sources.length, 'source')}`, {
      code: 'bad_option',
      fault: 'configuration',
      hint: 'leave it out, or give one source',
    });
  }
  const streams: TranscriptSegment[][] = [];
  const sourceOf = new Map<string, string>();
  for (const source of sources) {
    const name = source === stdinName ? 'stdin' : source;
    const { segments, transcript } = readSegments(await readInput(source, stdin, signal), name, {
      ...segmentOptions(flags),
      ...(flags.stream !== undefined && { streamId: flags.stream }),
    });
    onWarnings(name, transcript.warnings);
    const streamId = segments[0]?.streamId ?? transcript.streamId;
    const other = sourceOf.get(streamId);
    if (other !== undefined) throw sameStream(streamId, other, name);
    sourceOf.set(streamId, name);
    streams.push(segments);
  }
  return streams;
}

function sameStream(streamId: string, first: string, second: string): EmostreamError {
  return new EmostreamError(`${first} and ${second} would both be the stream "${streamId}"`, {
    code: 'same_stream',
    fault: 'configuration',
    hint: 'rename one of them, or produce them one by one with --stream',
  });
}
