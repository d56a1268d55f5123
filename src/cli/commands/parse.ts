import { optionGroups } from '../../config/optionGroups';
import { parseFile } from '../../producers/parseFile';
import { defineCommand } from '../Command';
import { readInput } from '../../app/input/readInput';
import { segmentOptions } from '../../app/input/segmentOptions';
import { jsonLine } from '../views/jsonLine';
import { warnAbout } from '../views/warn';
import { write } from '../views/write';

export const parse = defineCommand({
  name: 'parse',
  summary: 'print what is read from transcripts, before (--cues) or after segmenting',
  details: `Prints one JSON object a line: startMs, endMs, text, and where they are known speaker, language, id.
Reads WebVTT, SubRip and the JSON of speech recognisers; - is standard input.`,
  operands: { pattern: '<file...>', help: 'transcript files' },
  options: [...optionGroups.segmenting, 'cues'],
  run: async (context, options, files) => {
    for (const file of files) {
      const bytes = await readInput(file, context.stdin);
      const pieces = parseFile(bytes, file, {
        ...segmentOptions(options),
        cues: options.cues,
        onWarning: (warning) => warnAbout(file, [warning], context),
      });
      for (const piece of pieces) {
        if (context.signal.aborted) return 130;
        await write(context.stdout, jsonLine(piece));
      }
    }
    return 0;
  },
});
