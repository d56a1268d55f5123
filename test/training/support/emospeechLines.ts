import { join } from 'node:path';
import { readLabelled } from '../../../src/evaluation';
import { sharedFolder } from './shared';

/** The training rows of EmoSPeech, a JSON line each. */
export async function emospeechLines(): Promise<string[]> {
  const { rows } = await readLabelled(join(sharedFolder, 'data', 'emospeech-2024', 'train.csv'));
  return rows.map(({ id, video, text, label }) => JSON.stringify({ id, video, text, label }));
}
