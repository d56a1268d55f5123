import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTinyBase } from '../support/tinyBase';

let folder: string;
let base: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'train-'));
  base = join(folder, 'base');
  writeTinyBase(base);
});
afterEach(() => rmSync(folder, { recursive: true }));

const losses = (out: string) => readFileSync(join(folder, out, 'losses.jsonl'), 'utf8');
const weights = (out: string) => readFileSync(join(folder, out, 'model.safetensors'));

describe('training that is killed', () => {
  it('goes on with the same losses and ends with the same weights', () => {
    const child = (out: string, killAfter: number) =>
      spawnSync(process.execPath, [
        join(__dirname, '..', 'support', 'trainInChild.js'),
        base,
        join(folder, out),
        String(killAfter),
      ]);
    expect(child('whole', 0).status).toBe(0);
    expect(child('killed', 5).signal).toBe('SIGKILL');
    expect(child('killed', 15).signal).toBe('SIGKILL');
    expect(child('killed', 0).status).toBe(0);
    expect(losses('killed')).toBe(losses('whole'));
    expect(weights('killed')).toEqual(weights('whole'));
  }, 120_000);
});
