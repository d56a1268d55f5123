import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { weightFiles } from '../checkpoint/Checkpoint';

/** Files of a checkpoint folder that an engine depends on, besides the weights; what is there of them. */
const smallFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json'];

/** What of a checkpoint folder an engine is made of. */
export function sourceFiles(folder: string): { small: string[]; weights: string[] } {
  return {
    small: smallFiles.map((file) => join(folder, file)).filter((path) => existsSync(path)),
    weights: weightFiles(folder),
  };
}

/** SHA-256 over names and contents of a checkpoint's files, hexadecimal. */
export async function sourceHash(folder: string): Promise<string> {
  const { small, weights } = sourceFiles(folder);
  const hash = createHash('sha256');
  for (const path of [...small, ...weights]) {
    hash.update(`${basename(path)}\0`);
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
