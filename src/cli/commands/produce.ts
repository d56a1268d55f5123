import { optionGroups } from '../../config/optionGroups';
import { EmostreamError } from '../../common/errors';
import { ensureTopics } from '../../kafka/ensureTopics';
import { KafkaSegmentPublisher } from '../../kafka/KafkaSegmentPublisher';
import { paced } from '../../producers/pacing/paced';
import { parsePace } from '../../producers/pacing/parsePace';
import { publishSegments } from '../../producers/publishSegments';
import { readSegments } from '../../producers/readSegments';
import type { TranscriptSegment } from '../../records/TranscriptSegment';
import { type CommandContext, defineCommand } from '../Command';
import { openCodecs } from '../../app/openCodecs';
import { openKafka } from '../../app/openKafka';
import { SegmentTopic } from '../../app/SegmentTopic';
import { topicNames } from '../../app/topicNames';
import { readInput, stdinName } from '../../app/input/readInput';
import { segmentOptions, type SegmentFlags } from '../../app/input/segmentOptions';
import { jsonLine } from '../views/jsonLine';
import { clearProgress, progressLine } from '../views/progressLine';
import { warnAbout } from '../views/warn';

export const produce = defineCommand({
  name: 'produce',
  summary: 'play transcripts into the segments topic: --pace live, 20x or max',
  details: `Reads transcripts, makes segments of them and writes each to the segments topic when its last word is said, several
sources side by side. The same transcript gives the same segment ids each time. - is standard input.`,
  operands: { pattern: '<source...>', help: 'transcript files' },
  options: [
    ...optionGroups.kafka,
    ...optionGroups.topics,
    ...optionGroups.registry,
    ...optionGroups.segmenting,
    'pace',
    'stream',
    'json',
  ],
  run: async (context, options, sources) => {
    const pace = parsePace(options.pace);
    const streams = await readStreams(sources, options, context);
    const connection = await openKafka(options, context);
    try {
      const names = topicNames(options);
      await ensureTopics(connection.kafka, { names, partitions: options.partitions });
      const topic = new SegmentTopic(
        new KafkaSegmentPublisher(connection.kafka, names.segments),
        openCodecs(options).segment,
      );
      const total = streams.reduce((sum, { length }) => sum + length, 0);
      const show = progressLine(context);
      const onTerminal = context.stderr.isTTY === true;
      try {
        const { segments } = await publishSegments(paced(streams, { pace, signal: context.signal }), topic, {
          onProgress: (done) => {
            if (onTerminal) show(`${done.segments} of ${total} segments written to ${names.segments}`);
          },
        });
        clearProgress(context);
        const facts = {
          streams: streams.length,
          segments,
          topic: names.segments,
          brokers: connection.brokers,
        };
        if (options.json) context.stdout.write(jsonLine(facts));
        else
          context.stderr.write(
            `${segments} segments of ${streams.length} streams written to ${names.segments}\n`,
          );
        return segments < total ? 130 : 0;
      } finally {
        await topic.close();
      }
    } finally {
      await connection.close();
    }
  },
});

async function readStreams(
  sources: readonly string[],
  options: SegmentFlags & { stream: string | undefined },
  context: CommandContext,
): Promise<TranscriptSegment[][]> {
  if (options.stream !== undefined && sources.length > 1) {
    throw new EmostreamError(`--stream names one stream, and there are ${sources.length} sources`, {
      code: 'bad_option',
      fault: 'configuration',
      hint: 'leave it out, or give one source',
    });
  }
  const streams: TranscriptSegment[][] = [];
  const sourceOf = new Map<string, string>();
  for (const source of sources) {
    const name = source === stdinName ? 'stdin' : source;
    const { segments, transcript } = readSegments(await readInput(source, context.stdin), name, {
      ...segmentOptions(options),
      ...(options.stream !== undefined && { streamId: options.stream }),
    });
    warnAbout(name, transcript.warnings, context);
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
