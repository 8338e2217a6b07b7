import { divergingColour, sequentialColour, thoughtStyle } from '../../figures/palette.js';
import { thoughtOfGroup } from '../../words/key-group.js';
import { entryAt } from '../../words/required.js';
import type { Theme } from './theme.js';

type Rgb = readonly [number, number, number];

/** One hue from the page's own colour to its opposite; lightness rises evenly, so that it reads in grey too. */
const DARK_SEQUENTIAL: readonly Rgb[] = [
  [30, 38, 49],
  [33, 62, 94],
  [38, 92, 143],
  [70, 133, 186],
  [132, 182, 220],
  [214, 232, 247],
];
/** Blue for below zero, vermilion for above, as on paper, over the page's own colour. */
const DARK_DIVERGING: readonly Rgb[] = [
  [146, 197, 236],
  [46, 104, 158],
  [30, 38, 49],
  [178, 98, 34],
  [255, 181, 112],
];

function mixed(stops: readonly Rgb[], share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (stops.length - 1);
  const low = entryAt(stops, Math.floor(place), 'the colour below');
  const high = entryAt(stops, Math.ceil(place), 'the colour above');
  const part = place - Math.floor(place);
  const channel = (index: 0 | 1 | 2): number => Math.round(low[index] + part * (high[index] - low[index]));
  return `rgb(${channel(0)}, ${channel(1)}, ${channel(2)})`;
}

/** The colour of a cell. `share` is in [0, 1], on a diverging scale in [-1, 1]; light is as on paper. */
export function cellColour(share: number, diverging: boolean, { dark }: Theme): string {
  if (!dark) return diverging ? divergingColour(share) : sequentialColour(share);
  return diverging ? mixed(DARK_DIVERGING, (share + 1) / 2) : mixed(DARK_SEQUENTIAL, share);
}

/** Black or white, whichever stands out on a colour such as "rgb(1, 2, 3)" or "#102030". */
export function inkOn(colour: string): string {
  const channels = colour.startsWith('#')
    ? [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
    : (colour.match(/\d+/g) ?? []).map(Number);
  const [red, green, blue] = [0, 1, 2].map((at) => entryAt(channels, at, `a channel of ${colour}`));
  // Perceived lightness by the weights of ITU-R BT.601.
  return (299 * Number(red) + 587 * Number(green) + 114 * Number(blue)) / 1000 > 125 ? '#10151c' : '#ffffff';
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

/** Keys that are no thought stay in greys. */
const GREYS: Record<'light' | 'dark', Readonly<Record<string, string>>> = {
  light: { question_numbers: '#6c7787', question_other: '#d0d6dd', bot: '#eceff3', eot: '#454f5d', answer: '#a9b3bf' }, // prettier-ignore
  dark: { question_numbers: '#8d9aab', question_other: '#414c5a', bot: '#2b3441', eot: '#c9d1dc', answer: '#5d6979' }, // prettier-ignore
};

/** The colour of a group of keys: a thought has its own, everything else a grey. */
export function groupColour(group: string, theme: Theme): string {
  const thought = thoughtOfGroup(group);
  if (thought !== null) return seriesColour(thought, theme);
  return GREYS[theme.dark ? 'dark' : 'light'][group] ?? theme.muted;
}
