import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { AnalysisError } from '../../words/errors.js';

/** The family that every text is set in; shipped with the package `source-sans` (OFL-1.1). */
export const FONT_FAMILY = 'Source Sans 3';

const FACES = ['SourceSans3-Regular.ttf', 'SourceSans3-Semibold.ttf'];

/**
 * Registers the shipped faces. TTF, because Skia embeds those as TrueType in a PDF. A machine without the
 * font would draw no text and raise no error, so its absence is one here.
 *
 * @throws AnalysisError `BAD_ARGUMENT` where a face cannot be read.
 */
export async function registerFonts(): Promise<void> {
  const { GlobalFonts } = await import('@napi-rs/canvas');
  const folder = dirname(createRequire(import.meta.url).resolve('source-sans/package.json'));
  for (const face of FACES) {
    const path = join(folder, 'TTF', face);
    if (GlobalFonts.registerFromPath(path, FONT_FAMILY) === null) {
      throw new AnalysisError('BAD_ARGUMENT', `The font ${path} cannot be read; run npm ci.`);
    }
  }
  if (!GlobalFonts.has(FONT_FAMILY)) {
    throw new AnalysisError('BAD_ARGUMENT', `The font ${FONT_FAMILY} did not register; run npm ci.`);
  }
}
