import Table from 'cli-table3';
import logUpdate from 'log-update';
import pico from 'picocolors';
import type { Colors } from 'picocolors/types';
import type { SummaryJson } from '../../app/demo/RunSummary';
import { count } from '../../common/count';
import type { EmotionLabel } from '../../records/EmotionLabel';
import type { CommandContext } from '../Command';
import { emotionColor, timecode } from './labelLine';
import { jsonLine, labelJsonLine } from './output';

/** Segments that the table shows: the latest. */
const rowLimit = 8;
const barCells = 10;
const shareCells = 30;
/** Time, emotion, confidence and borders; the rest of the width is the segment's. */
const fixedWidth = 44;

/** Shows labels as they come: on a terminal a table that is drawn anew, elsewhere a JSON line each. */
export class DemoView {
  readonly #stdout: CommandContext['stdout'];
  readonly #latest: EmotionLabel[] = [];
  readonly #asTable: boolean;

  constructor(stdout: CommandContext['stdout'], json: boolean) {
    this.#stdout = stdout;
    this.#asTable = !json && stdout.isTTY === true;
  }

  show(label: EmotionLabel, summary: SummaryJson): void {
    if (!this.#asTable) {
      this.#stdout.write(labelJsonLine(label));
      return;
    }
    this.#latest.push(label);
    if (this.#latest.length > rowLimit) this.#latest.shift();
    logUpdate(liveTable(this.#latest, summary, this.#stdout.columns ?? 100, pico));
  }

  /** Leaves the last table standing, and the summary below it. */
  end(summary: SummaryJson): void {
    if (this.#asTable) logUpdate.done();
    this.#stdout.write(this.#asTable ? summaryText(summary, pico) : jsonLine(summary));
  }
}

/**
 * The latest segments with their emotion, and the shares below.
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
  const labelled = `${summary.labels} of ${count(summary.segments, 'segment')} labelled`;
  return `${table.toString()}\n${share.join('  ')}\n${labelled}${latency}`;
}

/** What a person reads at the end. */
export function summaryText(summary: SummaryJson, colors: Colors): string {
  const { segments, labels, deadLetters, share, latencyMs } = summary;
  const rows = Object.entries(share)
    .sort(([, a], [, b]) => b - a)
    .map(([emotion, part]) => {
      const cells = '█'.repeat(Math.round(part * shareCells));
      const percent = `${(part * 100).toFixed(1)} %`.padStart(7);
      return `  ${emotion.padEnd(10)} ${percent}  ${emotionColor(colors, emotion)(cells)}`;
    });
  const counts = [count(segments, 'segment'), count(labels, 'label'), count(deadLetters, 'dead letter')].join(
    ', ',
  );
  const latency =
    latencyMs === null
      ? 'no labels'
      : 'latency from segment produced to label read: ' +
        `p50 ${Math.round(latencyMs.p50)} ms, p99 ${Math.round(latencyMs.p99)} ms`;
  return `${counts}; ${latency}\n${rows.join('\n')}\n`;
}

function bar(confidence: number): string {
  const full = Math.round(confidence * barCells);
  return '█'.repeat(full) + '░'.repeat(barCells - full);
}
