import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/common/packageRoot';
import { readSegments } from '../../src/producers/readSegments';

const read = (name: string) => readSegments(readFileSync(join(packageRoot, 'samples', name)), name);

describe('the samples', () => {
  test('debate-es.vtt: three minutes, several voices, at the rate of speech', () => {
    const { segments, transcript } = read('debate-es.vtt');
    expect(transcript).toMatchObject({ language: 'es', title: 'La mesa de la tarde', warnings: [] });
    expect(transcript.cues).toHaveLength(43);
    expect(new Set(segments.map(({ speaker }) => speaker)).size).toBe(8);
    expect(segments.at(-1)?.endMs).toBeLessThan(210_000);
    for (const { text, startMs, endMs } of segments) {
      const charactersPerSecond = (text.length / (endMs - startMs)) * 1000;
      expect(charactersPerSecond).toBeGreaterThan(12);
      expect(charactersPerSecond).toBeLessThan(20);
    }
  });

  test('asamblea-ecuador-sesion-060.json: ten minutes, six voices, nothing skipped', () => {
    const { segments, transcript } = read('asamblea-ecuador-sesion-060.json');
    expect(transcript).toMatchObject({ language: 'es', streamId: 'NbIMsSrHA3I', warnings: [] });
    expect(new Set(segments.map(({ speaker }) => speaker)).size).toBe(6);
    expect(segments[0]?.startMs).toBe(0);
    expect(segments.at(-1)?.endMs).toBeLessThanOrEqual(600_000);
  });
});
