import type { SKRSContext2D } from '@napi-rs/canvas';

import { FONT_FAMILY } from './chart-stack.js';

/** How a text is set; sizes in points. */
export interface TextStyle {
  readonly size?: number;
  readonly weight?: 400 | 600;
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
}

/** The font of a style, as a canvas takes it. */
export function fontOf({ size = 11, weight = 400 }: TextStyle): string {
  return `${weight} ${size}px "${FONT_FAMILY}"`;
}

/** Says how wide texts will be, before there is a sheet to draw them on. Widths in points. */
export class Ruler {
  constructor(private readonly context: SKRSContext2D) {}

  /** The width of one line. */
  width(text: string, style: TextStyle): number {
    this.context.font = fontOf(style);
    return this.context.measureText(text).width;
  }

  /** The width of the widest of some lines; 0 for none. */
  widest(texts: readonly string[], style: TextStyle): number {
    return texts.reduce((most, text) => Math.max(most, this.width(text, style)), 0);
  }

  /** The lines of a text that is broken at `\n` and at words; a word that is too long is broken inside. */
  wrapped(text: string, style: TextStyle, width: number): string[] {
    return text.split('\n').flatMap((part) => this.#filled(part, style, width));
  }

  /** As `within`, but with lines that are about equally long. */
  balanced(text: string, style: TextStyle, width: number, most: number): string[] {
    let lines = this.wrapped(text, style, width);
    if (lines.length > most) return this.within(text, style, width, most);
    for (let narrower = width - 4; narrower > width / 2; narrower -= 4) {
      const other = this.wrapped(text, style, narrower);
      if (other.length > lines.length) break;
      lines = other;
    }
    return lines;
  }

  /** The text, or as much of it as fits and "…". */
  shortened(text: string, style: TextStyle, width: number): string {
    if (this.width(text, style) <= width) return text;
    const letters = Array.from(text);
    while (letters.length > 0 && this.width(`${letters.join('').trimEnd()}…`, style) > width) letters.pop();
    return `${letters.join('').trimEnd()}…`;
  }

  /** At most so many lines, the last one shortened where the text is longer. */
  within(text: string, style: TextStyle, width: number, lines: number): string[] {
    const all = this.wrapped(text, style, width);
    if (all.length <= lines) return all;
    return [...all.slice(0, lines - 1), this.shortened(all.slice(lines - 1).join(' '), style, width)];
  }

  #filled(text: string, style: TextStyle, width: number): string[] {
    const lines: string[] = [];
    let line = '';
    // "r = 0.19", "3.8 × 10⁻⁶" and "10.5 %" stay together.
    const words = text
      .replace(/ ([=<×]) /g, '\u00a0$1\u00a0')
      .replace(/(\d) %/g, '$1\u00a0%')
      .split(' ')
      .flatMap((word) => this.#broken(word, style, width));
    for (const word of words) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && this.width(longer, style) > width) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  }

  #broken(word: string, style: TextStyle, width: number): string[] {
    if (this.width(word, style) <= width) return [word];
    const parts: string[] = [];
    let part = '';
    for (const letter of word) {
      if (part !== '' && this.width(part + letter, style) > width) {
        parts.push(part);
        part = '';
      }
      part += letter;
    }
    return [...parts, part];
  }
}
