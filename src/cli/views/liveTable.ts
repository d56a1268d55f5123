import Table from 'cli-table3';
import type { Colors } from 'picocolors/types';
import type { EmotionLabel } from '../../records/EmotionLabel';
import { emotionColor } from './emotionColors';
import { timecode } from './timecode';
import type { SummaryJson } from '../../app/demo/RunSummary';

const barCells = 10;
/** Time, emotion, confidence and borders; the rest of the width is the segment's. */
const fixedWidth = 44;

/**
 * What the demo shows on a terminal: the latest segments with their emotion, and the shares below.
 *
 * @param width columns of the terminal
 */
export function liveTable(
  labels: readonly EmotionLabel[],
  summary: SummaryJson,
  width: number,
  colors: Colors,
): string {
  const textWidth = Math.max(20, Math.min(width, 160) - fixedWidth);
  const table = new Table({
    head: ['time', 'segment', 'emotion', 'confidence'].map((title) => colors.bold(title)),
    colWidths: [9, textWidth, 11, 19],
    style: { head: [], border: colors.isColorSupported ? ['gray'] : [] },
  });
  for (const label of labels) {
    const paint = emotionColor(colors, label.emotion);
    const speaker = label.speaker === null ? '' : `${label.speaker}: `;
    table.push([
      timecode(label.startMs),
      `${speaker}${label.text ?? ''}`,
      paint(label.emotion),
      `${paint(bar(label.confidence))} ${Math.round(label.confidence * 100)} %`,
    ]);
  }
  const share = Object.entries(summary.share).map(([emotion, part]) =>
    emotionColor(colors, emotion)(`${emotion} ${Math.round(part * 100)} %`),
  );
  const latency = summary.latencyMs === null ? '' : `, latency p50 ${Math.round(summary.latencyMs.p50)} ms`;
  return `${table.toString()}\n${share.join('  ')}\n${summary.labels} of ${summary.segments} segments labelled${latency}`;
}

function bar(confidence: number): string {
  const full = Math.round(confidence * barCells);
  return '█'.repeat(full) + '░'.repeat(barCells - full);
}
