import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLabelled } from '../../src/evaluation';
import { openCheckpoint } from '../../src/model/checkpoint/Checkpoint';
import type { EmotionLabel } from '../../src/records/EmotionLabel';
import { sharedFolder } from '../training/support/shared';

/** What PyTorch says of the texts of EmoSPeech's test rows. */
export interface Reference {
  /** Of the checkpoint. */
  folder: string;
  /** In the order of the logits. */
  labels: readonly string[];
  rows: { id: string; text: string; logits: readonly number[] }[];
}

export async function readReference(model: 'tiny' | 'e5-es'): Promise<Reference> {
  const folder = join(sharedFolder, 'reference', model);
  const { rows } = await readLabelled(join(sharedFolder, 'data', 'emospeech-2024', 'test.csv'));
  const texts = new Map(rows.map(({ id, text }) => [id, text]));
  const reference = JSON.parse(readFileSync(join(folder, 'logits.json'), 'utf8')) as {
    rows: { id: string; logits: number[] }[];
  };
  return {
    folder,
    labels: openCheckpoint(folder).labels,
    rows: reference.rows.map(({ id, logits }) => {
      const text = texts.get(id);
      if (text === undefined) throw new Error(`no test row is called ${id}`);
      return { id, text, logits };
    }),
  };
}

/**
 * The greatest difference of a logit between labels and PyTorch. Probabilities give logits but for a constant a text:
 * log p - mean log p beside logit - mean logit.
 *
 * @param labels one for each row, in any order
 */
export function greatestLogitError({ labels: classes, rows }: Reference, labels: EmotionLabel[]): number {
  const byId = new Map(labels.map((label) => [label.segmentId, label.probabilities]));
  const errors = rows.flatMap(({ id, logits }) => {
    const probabilities = byId.get(id);
    const found = centred(classes.map((name) => Math.log(probabilities?.[name] ?? NaN)));
    return centred(logits).map((logit, index) => Math.abs(logit - (found[index] ?? NaN)));
  });
  return Math.max(...errors);
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}
