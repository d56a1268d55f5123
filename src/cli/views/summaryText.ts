import type { Colors } from 'picocolors/types';
import { emotionColor } from './emotionColors';
import type { SummaryJson } from '../../app/demo/RunSummary';

/** The summary at the end of `emostream demo --once`, for a person. */
export function summaryText(summary: SummaryJson, colors: Colors): string {
  const { segments, labels, deadLetters, share, latencyMs } = summary;
  const rows = Object.entries(share)
    .sort(([, a], [, b]) => b - a)
    .map(([emotion, part]) => {
      const cells = '█'.repeat(Math.round(part * 30));
      return `  ${emotion.padEnd(10)} ${`${(part * 100).toFixed(1)} %`.padStart(7)}  ${emotionColor(colors, emotion)(cells)}`;
    });
  const latency =
    latencyMs === null
      ? 'no labels'
      : `latency from segment produced to label read: p50 ${Math.round(latencyMs.p50)} ms, p99 ${Math.round(latencyMs.p99)} ms`;
  return `${segments} segments, ${labels} labels, ${deadLetters} dead letters; ${latency}\n${rows.join('\n')}\n`;
}
