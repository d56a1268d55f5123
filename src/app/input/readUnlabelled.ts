import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { EmostreamError } from '../../common/errors';
import type { TranscriptWarning } from '../../producers/formats/Warnings';
import { labelItems, noSegments } from './labelItems';
import { unreadable } from './readInput';

/**
 * The different texts of a file, or of all files in a folder and below it by their names: segments of transcripts, JSON
 * Lines of `{text}`, lines of .txt.
 *
 * @throws EmostreamError `unreadable_file`, `no_texts`, and those of `labelItems`
 */
export async function readUnlabelled(
  path: string,
  onWarnings: (file: string, warnings: readonly TranscriptWarning[]) => void,
): Promise<string[]> {
  const texts = new Set<string>();
  for (const file of filesIn(path)) {
    const items = labelItems(file, Readable.from([]), {
      lines: extname(file) === '.txt',
      read: {},
      onWarnings: (warnings) => onWarnings(file, warnings),
    });
    try {
      for await (const item of items) {
        if (item.kind === 'segment' && item.segment.text.trim() !== '') texts.add(item.segment.text);
      }
    } catch (error) {
      // One among many files: its warnings say it.
      if (!(error instanceof EmostreamError && error.code === noSegments)) throw error;
    }
  }
  if (texts.size > 0) return [...texts];
  throw new EmostreamError(`there is no text in ${path}`, {
    code: 'no_texts',
    fault: 'input',
    hint: 'name transcripts, JSON Lines of {"text": ...}, .txt files with a text a line, or a folder of them',
  });
}

function filesIn(path: string): string[] {
  try {
    if (!statSync(path).isDirectory()) return [path];
    const below = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
    return below.filter((entry) => statSync(entry).isFile()).sort();
  } catch (error) {
    throw unreadable(path, error);
  }
}
