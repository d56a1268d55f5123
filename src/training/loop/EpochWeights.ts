import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tensorsOf } from '../../model/checkpoint/safetensors';
import { meanOf } from '../model/meanOf';
import { writeSafetensors } from '../model/writeSafetensors';
import type { AdamW } from '../optimizer/AdamW';

/**
 * The weights at the ends of a run's last epochs, a file each, and their mean: stochastic weight averaging (Izmailov et
 * al., 2018), here under the schedule as it is. They are on disk, and not summed up, so that a stopped run has them.
 */
export class EpochWeights {
  readonly #folder: string;
  readonly #count: number;
  /**
   * @param folder of the files
   * @param count epochs that are averaged
   */
  constructor(folder: string, count: number) {
    this.#folder = folder;
    this.#count = count;
  }

  /** Takes the weights of an epoch that has ended, counted from 1, and lets go of those that are too old by now. */
  add(epoch: number, optimizer: AdamW): void {
    mkdirSync(this.#folder, { recursive: true });
    writeSafetensors(
      this.#path(epoch),
      optimizer.names.map((name) => ({
        name,
        shape: optimizer.shape(name),
        read: () => optimizer.read(name),
      })),
    );
    const wanted = new Set(this.#averaged(epoch).map(fileName));
    for (const name of readdirSync(this.#folder)) {
      if (!wanted.has(name)) rmSync(join(this.#folder, name));
    }
  }

  /** @returns reads a parameter's mean over the last epochs up to this one */
  mean(epoch: number): (name: string) => Float32Array {
    const epochs = this.#averaged(epoch).map((each) => tensorsOf(this.#path(each)));
    return (name) => meanOf(epochs.map((read) => read(name)));
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #averaged(epoch: number): number[] {
    const count = Math.min(this.#count, epoch);
    return Array.from({ length: count }, (_, before) => epoch - before);
  }

  #path(epoch: number): string {
    return join(this.#folder, fileName(epoch));
  }
}

function fileName(epoch: number): string {
  return `epoch-${epoch}.safetensors`;
}
