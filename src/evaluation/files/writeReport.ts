import { constants, existsSync } from 'node:fs';
import { access, mkdir, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { EmostreamError, type Fault, messageOf } from '../../common/errors';
import type { Document } from '../render/Document';
import { documentHtml } from '../render/documentHtml';
import { documentMarkdown } from '../render/documentText';
import type { Prediction, Report } from '../report/Report';

/** Names that `readReport` looks for. */
export const reportFile = 'report.json';
export const predictionsFile = 'predictions.jsonl';

export interface ReportFiles {
  report: Report;
  predictions: readonly Prediction[];
  document: Document;
}

/**
 * Writes a report: report.json, predictions.jsonl, report.md, report.html and each picture as NAME.svg (light or dark
 * as the reader's system is), NAME.png and NAME-dark.png. The texts are not in it: their licence may forbid that.
 *
 * @returns the paths written
 * @throws EmostreamError `run_not_written`, `png_failed`
 */
export async function writeReport(
  folder: string,
  { report, predictions, document }: ReportFiles,
): Promise<string[]> {
  const lines = predictions.map((prediction) => JSON.stringify(prediction) + '\n');
  return writeFiles(folder, [
    [reportFile, JSON.stringify(report, null, 2) + '\n'],
    [predictionsFile, lines.join('')],
    ...(await documentFiles(document)),
  ]);
}

/** Writes a document alone (a comparison): report.md, report.html and the pictures. */
export async function writeDocument(folder: string, document: Document): Promise<string[]> {
  return writeFiles(folder, await documentFiles(document));
}

type NamedContent = readonly [name: string, content: string | Buffer];

async function documentFiles(document: Document): Promise<NamedContent[]> {
  const drawings = document.sections.flatMap((section) => section.drawings ?? []);
  const files: NamedContent[] = [
    ['report.md', documentMarkdown(document)],
    ['report.html', documentHtml(document)],
  ];
  for (const { name, draw } of drawings) {
    files.push([`${name}.svg`, draw('auto')]);
    files.push([`${name}.png`, await svgToPng(draw('light'))]);
    files.push([`${name}-dark.png`, await svgToPng(draw('dark'))]);
  }
  return files;
}

async function writeFiles(folder: string, files: readonly NamedContent[]): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true });
    const paths: string[] = [];
    for (const [name, content] of files) {
      const path = join(folder, name);
      await writeFile(path, content);
      paths.push(path);
    }
    return paths;
  } catch (error) {
    throw notWritten(folder, messageOf(error), { fault: 'environment', cause: error });
  }
}

/**
 * Refuses a place where no report can be written, before the work for it is done.
 *
 * @param folder need not exist; undefined where no report is to be written
 * @throws EmostreamError `run_not_written`
 */
export async function checkReportFolder(folder: string | undefined): Promise<void> {
  if (folder === undefined) return;
  let place = resolve(folder);
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  if (!(await stat(place)).isDirectory()) {
    throw notWritten(folder, `${place} is a file, and a folder is needed`, { fault: 'configuration' });
  }
  await access(place, constants.W_OK).catch((error: unknown) => {
    throw notWritten(folder, `this user may not write to ${place}`, { fault: 'environment', cause: error });
  });
}

function notWritten(folder: string, why: string, blame: { fault: Fault; cause?: unknown }): EmostreamError {
  return new EmostreamError(`cannot write the report to ${folder}: ${why}`, {
    code: 'run_not_written',
    hint: 'Give a folder that can be written.',
    ...blame,
  });
}

/** Pixels of the PNG for one of the SVG: sharp on dense screens and in print. */
const scale = 2;

/**
 * Draws an SVG with one of the fixed themes (renderers know no media queries).
 *
 * @throws EmostreamError `png_failed` where the image library cannot be loaded on this machine
 */
export async function svgToPng(svg: string): Promise<Buffer> {
  try {
    // Loaded only here: everything but PNG works on machines that have no build of it.
    const sharp = createRequire(__filename)('sharp') as typeof import('sharp');
    return await sharp(Buffer.from(svg), { density: 72 * scale })
      .png()
      .toBuffer();
  } catch (error) {
    throw new EmostreamError(`cannot draw a PNG: ${messageOf(error)}`, {
      code: 'png_failed',
      fault: 'environment',
      hint: 'The SVG pictures hold the same; for PNG, reinstall the package sharp for this platform.',
      cause: error,
    });
  }
}
