import type { ExplorerState } from '../../shared/explorer-state.js';
import type { ReportData } from '../../shared/report-data.js';
import { element } from '../element.js';

/** What every part of the explorer's detail is made from. */
export interface Seen {
  readonly data: ReportData;
  /** The problem's place in the data. */
  readonly place: number;
  readonly state: ExplorerState;
  /** The layer that is looked at: the chosen one, or the late layer. */
  readonly layer: number;
  /** The thought that is looked at, from 1, one of the model's. */
  readonly thought: number;
  /** Takes a choice of the reader's. */
  readonly set: (change: Partial<ExplorerState>) => void;
}

/** The thoughts of the model, from 1. */
export function thoughtsOf({ thoughts }: ReportData): number[] {
  return Array.from({ length: thoughts }, (_, index) => index + 1);
}

/** A part of the detail under its own heading. */
export function part(
  title: string,
  note: string,
  children: readonly (Node | string)[],
  name: string,
): HTMLElement {
  return element('section', { class: `part ${name}`, attributes: { 'aria-label': title } }, [
    element('h4', { text: title }),
    ...children,
    ...(note === '' ? [] : [element('p', { class: 'note', text: note })]),
  ]);
}

/** A labelled list to choose from; `chosen` is told the value. */
export function choice(
  label: string,
  key: string,
  options: readonly { readonly value: string; readonly text: string }[],
  value: string,
  chosen: (value: string) => void,
): HTMLElement {
  const select = element(
    'select',
    {
      attributes: { 'data-key': key, name: key },
      on: {
        change: () => {
          chosen(select.value);
        },
      },
    },
    options.map((option) => element('option', { text: option.text, attributes: { value: option.value } })),
  );
  // A value from a link may be none of this report's; the first is chosen then.
  if (options.some((option) => option.value === value)) select.value = value;
  return element('label', { class: 'choice' }, [element('span', { text: label }), select]);
}
