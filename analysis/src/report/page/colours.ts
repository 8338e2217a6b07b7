import { thoughtStyle } from '../../figures/palette.js';
import type { Theme } from './theme.js';

type Rgb = readonly [number, number, number];

/** One hue; lightness runs from the page's own to its opposite, evenly, so that it reads in grey too. */
const SEQUENTIAL: Record<'light' | 'dark', readonly Rgb[]> = {
  light: [[243, 246, 250], [201, 219, 236], [141, 182, 214], [74, 136, 186], [26, 88, 145], [8, 42, 84]], // prettier-ignore
  dark: [[30, 38, 49], [33, 62, 94], [38, 92, 143], [70, 133, 186], [132, 182, 220], [214, 232, 247]], // prettier-ignore
};
/** Orange to blue over the page's own colour: told apart by every kind of sight. */
const DIVERGING: Record<'light' | 'dark', readonly Rgb[]> = {
  light: [[166, 79, 4], [222, 146, 78], [244, 246, 248], [92, 150, 196], [14, 75, 132]], // prettier-ignore
  dark: [[255, 181, 112], [178, 98, 34], [30, 38, 49], [46, 104, 158], [146, 197, 236]], // prettier-ignore
};

function mixed(stops: readonly Rgb[], share: number): Rgb {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = stops[Math.floor(place)] ?? [0, 0, 0];
  const high = stops[Math.ceil(place)] ?? low;
  const part = place - Math.floor(place);
  const channel = (index: 0 | 1 | 2): number => Math.round(low[index] + part * (high[index] - low[index]));
  return [channel(0), channel(1), channel(2)];
}

/** The colour of a cell and of text on it. `share` is in [0, 1], on a diverging scale in [-1, 1]. */
export function cellColours(
  share: number,
  diverging: boolean,
  { dark }: Theme,
): { fill: string; ink: string } {
  const scheme = dark ? 'dark' : 'light';
  const rgb = diverging ? mixed(DIVERGING[scheme], (share + 1) / 2) : mixed(SEQUENTIAL[scheme], share);
  // Perceived lightness by the weights of ITU-R BT.601.
  const lightness = (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2]) / 1000;
  return { fill: `rgb(${rgb.join(', ')})`, ink: lightness > 125 ? '#10151c' : '#ffffff' };
}

const ON_DARK: Readonly<Record<string, string>> = {
  '#0072B2': '#4aa8e0',
  '#D55E00': '#f08a45',
  '#009E73': '#35c79b',
  '#CC79A7': '#e09cc4',
  '#000000': '#e8ecf2',
};

/** The colour of a thought, or of a series (both from 1), strong enough for the background. */
export function seriesColour(number: number, { dark }: Theme): string {
  const { colour } = thoughtStyle(number);
  return dark ? (ON_DARK[colour] ?? colour) : colour;
}

/** Colours of groups of keys: thoughts have their own, the rest are greys. */
export function groupColour(name: string, theme: Theme): string {
  const thought = /^thought (\d+)$/.exec(name)?.[1];
  if (thought !== undefined) return seriesColour(Number(thought), theme);
  const greys = theme.dark
    ? ['#8d9aab', '#5d6979', '#414c5a', '#aeb8c6', '#c9d1dc']
    : ['#6c7787', '#a9b3bf', '#d0d6dd', '#8a95a3', '#454f5d'];
  const order = ['question: numbers', 'question: rest', 'BOT', 'EOT', 'answer'];
  return greys[Math.max(0, order.indexOf(name))] ?? theme.muted;
}
