import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { useTrainingFolder } from './support/useTrainingFolder';

const { at, losses, weights } = useTrainingFolder();

describe('training that is killed', () => {
  it('goes on with the same losses and ends with the same weights', () => {
    const child = (out: string, killAfter: number) =>
      spawnSync(process.execPath, [
        join(__dirname, 'support', 'trainInChild.js'),
        at('base'),
        at(out),
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
