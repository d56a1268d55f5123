import { produceFiles } from '../../app/produceFiles';
import { count } from '../../common/count';
import { optionGroups } from '../../config/optionGroups';
import { defineCommand } from '../Command';
import { clearProgress, countLine, progressLine } from '../views/progressLine';
import { warnAbout } from '../views/warnAbout';
import { jsonLine } from '../views/output';

export const produce = defineCommand({
  name: 'produce',
  summary: 'play transcripts into the segments topic: --pace live, 20x or max',
  details: `
Reads transcripts, makes segments of them and writes each to the segments topic when its last word is said, several
sources side by side. The same transcript gives the same segment ids each time. - is standard input.`,
  operands: { pattern: '<source...>', help: 'transcript files' },
  options: [
    ...optionGroups.kafka,
    ...optionGroups.writing,
    ...optionGroups.topics,
    ...optionGroups.registry,
    ...optionGroups.segmenting,
    'pace',
    'stream',
    'json',
  ],
  run: async (context, options, sources) => {
    const { stdin, stdout, stderr, signal } = context;
    const showCount = countLine(context);
    const { total, ...produced } = await produceFiles(
      {
        sources,
        stdin,
        signal,
        onProgress: progressLine(context),
        onWarnings: warnAbout(context),
        onCount: (done, all) => showCount(`${done} of ${count(all, 'segment')} written`),
      },
      options,
    );
    clearProgress(context);
    const { streams, segments, topic } = produced;
    if (options.json) stdout.write(jsonLine(produced));
    else {
      stderr.write(`${count(segments, 'segment')} of ${count(streams, 'stream')} written to ${topic}\n`);
    }
    return segments < total ? 130 : 0;
  },
});
