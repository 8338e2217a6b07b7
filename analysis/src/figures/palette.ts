import { thoughtOfGroup } from '../words/key-group.js';

/** How a thought is drawn: told apart by colour, and by shape where colour is lost. */
export interface ThoughtStyle {
  readonly colour: string;
  /** A Chart.js point style that can be filled, and its rotation in degrees. */
  readonly shape: 'circle' | 'rect' | 'triangle' | 'rectRot';
  readonly rotation: number;
}

/** Okabe and Ito's colour-blind-safe palette (2008) without yellow, which is lost on white. */
const COLOURS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#56B4E9', '#E69F00', '#000000'];
const SHAPES: readonly Pick<ThoughtStyle, 'shape' | 'rotation'>[] = [
  { shape: 'circle', rotation: 0 },
  { shape: 'triangle', rotation: 0 },
  { shape: 'rect', rotation: 0 },
  { shape: 'triangle', rotation: 180 },
  { shape: 'rectRot', rotation: 0 },
  { shape: 'triangle', rotation: 90 },
];

/** The style of thought `thought` (from 1); colours and shapes repeat with different periods. */
export function thoughtStyle(thought: number): ThoughtStyle {
  const shape = SHAPES[(thought - 1) % SHAPES.length] ?? { shape: 'circle', rotation: 0 };
  return { colour: COLOURS[(thought - 1) % COLOURS.length] ?? INK, ...shape };
}

/** Text and axes. */
export const INK = '#222222';
/** Secondary text. */
export const MUTED = '#555555';
/** Grid lines. */
export const GRID = '#E4E4E4';
/** Bars of a single series. */
export const BAR = '#4C86B5';

/** One hue from light to dark: lightness falls evenly, so it reads in grey and for every kind of sight. */
const SEQUENTIAL: readonly (readonly [number, number, number])[] = [
  [244, 247, 251],
  [201, 219, 236],
  [141, 182, 214],
  [74, 136, 186],
  [26, 88, 145],
  [8, 42, 84],
];

/** The colour of a share of the scale; shares outside [0, 1] take its ends. */
export function sequentialColour(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (SEQUENTIAL.length - 1);
  const low = SEQUENTIAL[Math.floor(place)] ?? [0, 0, 0];
  const high = SEQUENTIAL[Math.ceil(place)] ?? low;
  const part = place - Math.floor(place);
  const mixed = low.map((channel, index) => Math.round(channel + part * ((high[index] ?? 0) - channel)));
  return `rgb(${mixed.join(', ')})`;
}

/** Black or white, whichever stands out on a share of the sequential scale. */
export function contrastingInk(share: number): string {
  return share > 0.5 ? '#FFFFFF' : '#111111';
}

/** Blue for below zero, vermilion for above: told apart by every kind of sight; in grey by the sign in the cell. */
const BELOW = [0, 90, 150] as const;
const ABOVE = [200, 80, 0] as const;

/** The colour of a share of a scale from -1 to 1; shares outside take its ends. */
export function divergingColour(share: number): string {
  const size = Math.min(1, Math.abs(share));
  const end = share < 0 ? BELOW : ABOVE;
  return `rgb(${end.map((channel) => Math.round(250 + size * (channel - 250))).join(', ')})`;
}

/** Black or white, whichever stands out on a share of the diverging scale. */
export function contrastingSignedInk(share: number): string {
  return Math.abs(share) > 0.5 ? '#FFFFFF' : '#111111';
}

/** Keys that are no thought stay in greys. */
const GREYS: Readonly<Record<string, string>> = {
  question_numbers: '#8C8C8C',
  question_other: '#D9D9D9',
  bot: '#F2F2F2',
  eot: '#5E5E5E',
  answer: '#B3B3B3',
};

/** The colour of a group of keys: a thought has its own, everything else a grey. */
export function groupColour(group: string): string {
  const thought = thoughtOfGroup(group);
  return thought === null ? (GREYS[group] ?? '#EEEEEE') : thoughtStyle(thought).colour;
}

/** Black or white, whichever is read better on a colour "#RRGGBB". */
export function inkOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const light = 0.2126 * (red ?? NaN) + 0.7152 * (green ?? NaN) + 0.0722 * (blue ?? NaN);
  return light > 141 ? '#111111' : '#FFFFFF';
}
