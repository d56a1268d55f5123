import { RunSummary } from '../../../src/app/demo/RunSummary';
import { liveTable, summaryText } from '../../../src/cli/views/DemoView';
import type { EmotionLabel } from '../../../src/records/EmotionLabel';
import pico from 'picocolors';

const plain = pico.createColors(false);

function label(emotion: string, over: Partial<EmotionLabel> = {}): EmotionLabel {
  return {
    segmentId: 's:0',
    streamId: 's',
    sequence: 0,
    startMs: 61_000,
    endMs: 62_000,
    emotion,
    confidence: 0.5,
    probabilities: {},
    model: { name: 'm', hash: 'h' },
    text: 'hola',
    speaker: 'Ana',
    producedAt: 1000,
    labelledAt: 1500,
    ...over,
  };
}

describe('RunSummary', () => {
  it('counts labels, shares and latencies, absent classes included', () => {
    const summary = new RunSummary(['joy', 'fear'], 4);
    for (const readAt of [1010, 1020, 1100]) summary.labelled(label('joy'), readAt);
    expect(summary.complete).toBe(false);
    summary.deadLettered();
    expect(summary.complete).toBe(true);
    expect(summary.toJSON()).toEqual({
      segments: 4,
      labels: 3,
      deadLetters: 1,
      share: { joy: 1, fear: 0 },
      latencyMs: { p50: 20, p99: 100 },
    });
  });

  it('has no latency and no shares without labels', () => {
    expect(new RunSummary(['joy'], 3).toJSON()).toMatchObject({ share: { joy: 0 }, latencyMs: null });
  });
});

describe('what a person sees', () => {
  const summary = new RunSummary(['joy', 'fear'], 2);
  summary.labelled(label('joy'), 1010);

  it('shows time, speaker, text, emotion and confidence, within the width', () => {
    const long = label('joy', { text: 'una frase muy larga '.repeat(10) });
    const lines = liveTable([label('fear'), long], summary.toJSON(), 100, plain).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines.join('\n')).toMatch(/01:01[^]*Ana: hola[^]*fear[^]*█████░░░░░ 50 %/);
    expect(lines.at(-1)).toContain('1 of 2 segments labelled');
  });

  it('sums up without colour codes where there is no colour', () => {
    const text = summaryText(summary.toJSON(), plain);
    expect(text).toContain('2 segments, 1 label, 0 dead letters');
    expect(text).not.toMatch(/\u001b/);
  });
});
