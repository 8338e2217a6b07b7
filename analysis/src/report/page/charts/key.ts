import { thoughtStyle, type ThoughtStyle } from '../../../figures/palette.js';
import { seriesColour } from '../colours.js';
import { element } from '../element.js';
import type { Theme } from '../theme.js';

/** How something is drawn, small enough to stand in a line of text. */
export interface Swatch {
  readonly colour: string;
  readonly shape: ThoughtStyle['shape'] | 'box' | 'frame' | 'none';
  /** Degrees. */
  readonly rotation: number;
  readonly filled: boolean;
  /** A line through it, by Chart.js's dashes; null for none. */
  readonly dash: readonly number[] | null;
}

/** What one colour or sign means. */
export interface KeyEntry {
  readonly text: string;
  readonly swatch: Swatch;
  /** The label of the datasets that it shows and hides; null where it only explains. */
  readonly toggles: string | null;
}

/** What the colours of cells mean. */
export interface ScaleKey {
  readonly title: readonly string[];
  readonly labels: readonly string[];
  /** From the low end to the strong one, evenly. */
  readonly colours: readonly string[];
}

/** A swatch of a colour: a box, if nothing else is said. */
export function swatch(colour: string, change: Partial<Swatch> = {}): Swatch {
  return { colour, shape: 'box', rotation: 0, filled: true, dash: null, ...change };
}

/** The marker of a thought, or of a series (both from 1). */
export function markerSwatch(number: number, theme: Theme, change: Partial<Swatch> = {}): Swatch {
  const { shape, rotation } = thoughtStyle(number);
  return swatch(seriesColour(number, theme), { shape, rotation, ...change });
}

/** The key of a figure. `toggled` is told which datasets a reader shows or hides; `hidden` holds those hidden. */
export function keyElements(
  entries: readonly KeyEntry[],
  scales: readonly ScaleKey[],
  hidden: ReadonlySet<string>,
  toggled: (label: string, shown: boolean) => void,
): HTMLElement[] {
  return [
    ...distinct(scales).map(scaleElement),
    ...byUse(distinct(entries)).map((entry) => entryElement(entry, hidden, toggled)),
  ];
}

/** Panels of one figure mostly share their key: what is the same stands once. */
function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** What can be shown and hidden first, then what only explains. */
function byUse(entries: readonly KeyEntry[]): KeyEntry[] {
  return [
    ...entries.filter(({ toggles }) => toggles !== null),
    ...entries.filter(({ toggles }) => toggles === null),
  ];
}

function entryElement(
  { text, swatch: drawn, toggles }: KeyEntry,
  hidden: ReadonlySet<string>,
  toggled: (label: string, shown: boolean) => void,
): HTMLElement {
  const parts = [swatchElement(drawn), text];
  if (toggles === null) return element('span', { class: 'entry' }, parts);
  const button = element(
    'button',
    {
      class: 'entry',
      attributes: { type: 'button', 'aria-pressed': String(!hidden.has(toggles)), title: 'Show or hide' },
      on: {
        click: () => {
          const shown = button.getAttribute('aria-pressed') !== 'true';
          button.setAttribute('aria-pressed', String(shown));
          toggled(toggles, shown);
        },
      },
    },
    parts,
  );
  return button;
}

function scaleElement({ title, labels, colours }: ScaleKey): HTMLElement {
  const ramp = element('span', { class: 'ramp' });
  ramp.style.backgroundImage = `linear-gradient(to right, ${colours.join(', ')})`;
  return element('span', { class: 'scale' }, [
    element('span', { text: title.join(' ') }),
    element('span', { class: 'ramp-place' }, [
      ramp,
      element('span', { class: 'ends' }, labels.map((text) => element('span', { text }))), // prettier-ignore
    ]),
  ]);
}

const SVG = 'http://www.w3.org/2000/svg';

function swatchElement({ colour, shape, rotation, filled, dash }: Swatch): SVGSVGElement {
  const svg = drawing('svg', { viewBox: '-12 -7 24 14', width: 24, height: 14, 'aria-hidden': 'true' });
  if (dash) {
    svg.append(
      drawing('line', { x1: -12, x2: 12, y1: 0, y2: 0, stroke: colour, 'stroke-width': 2, 'stroke-dasharray': dash.join(' ') }), // prettier-ignore
    );
  }
  const paint = { fill: filled ? colour : 'none', stroke: colour, 'stroke-width': 1.2, transform: `rotate(${rotation})` }; // prettier-ignore
  switch (shape) {
    case 'circle':
      svg.append(drawing('circle', { r: 4, ...paint }));
      break;
    case 'triangle':
      svg.append(drawing('path', { d: 'M0 -4.5 L4.5 3.5 L-4.5 3.5 Z', ...paint }));
      break;
    case 'rect':
      svg.append(drawing('path', { d: 'M-4 -4 H4 V4 H-4 Z', ...paint }));
      break;
    case 'rectRot':
      svg.append(drawing('path', { d: 'M0 -5.2 L5.2 0 L0 5.2 L-5.2 0 Z', ...paint }));
      break;
    case 'box':
      svg.append(drawing('path', { d: 'M-6 -6 H6 V6 H-6 Z', ...paint, stroke: 'none' }));
      break;
    case 'frame':
      svg.append(
        drawing('path', { d: 'M-7 -5 H7 V5 H-7 Z', fill: 'none', stroke: colour, 'stroke-width': 2 }),
      );
      break;
    case 'none':
      break;
  }
  return svg;
}

function drawing<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
