import type { Canvas } from '@napi-rs/canvas';

import type { ChartStack } from './chart-stack.js';

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Replays a canvas as one SVG of vectors that scales to its place. Skia numbers its clip paths through the whole
 * process; here they are numbered anew, so that a figure's bytes do not depend on those drawn before it.
 */
export function svgOf(
  stack: ChartStack,
  canvas: Canvas,
  { width, height, title }: { width: number; height: number; title: string },
): Buffer {
  const drawing = stack.createSvgCanvas(width, height);
  drawing.getContext('2d').drawCanvas(canvas, 0, 0, width, height);
  const ids = new Map<string, string>();
  const renumbered = (prefix: string, id: string): string => {
    const known = ids.get(id) ?? `c${ids.size}`;
    ids.set(id, known);
    return prefix + known;
  };
  const text = drawing
    .getContent()
    .toString('utf8')
    .replace(/(id="|url\(#|href="#)([a-z]+_[0-9a-z]+)/g, (_, prefix: string, id: string) =>
      renumbered(prefix, id),
    )
    // A hundredth of a point is finer than any eye and printer; six decimals double the file.
    .replace(/ d="[^"]*"/g, (path) =>
      path.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2)))),
    )
    .replace(
      /<svg ([^>]*)>/,
      (_, attributes: string) =>
        `<svg ${attributes} viewBox="0 0 ${width} ${height}" role="img">\n\t<title>${title.replace(/[&<>]/g, (sign) => MARKUP[sign] ?? sign)}</title>`,
    );
  return Buffer.from(text);
}
