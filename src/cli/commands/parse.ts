import { parseInput } from '../../app/parseInput';
import { optionGroups } from '../../config/optionGroups';
import { defineCommand } from '../Command';
import { warnAbout } from '../views/warnAbout';
import { jsonLine, write } from '../views/output';

export const parse = defineCommand({
  name: 'parse',
  summary: 'print what is read from transcripts, before (--cues) or after segmenting',
  details: `
Prints one JSON object a line: startMs, endMs, text, and where they are known speaker, language, id. Reads WebVTT,
SubRip and the JSON of speech recognisers; - is standard input.`,
  operands: { pattern: '<file...>', help: 'transcript files' },
  options: [...optionGroups.segmenting, 'cues'],
  run: async (context, options, files) => {
    const { stdin, stdout, signal } = context;
    const onWarnings = warnAbout(context);
    for (const file of files) {
      const pieces = await parseInput(file, options, { stdin, signal, onWarnings });
      for (const piece of pieces) {
        if (signal.aborted) return 130;
        await write(stdout, jsonLine(piece));
      }
    }
    return 0;
  },
});
