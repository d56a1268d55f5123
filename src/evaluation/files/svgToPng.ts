import { createRequire } from 'node:module';
import { EmostreamError, messageOf } from '../../common/errors';

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
