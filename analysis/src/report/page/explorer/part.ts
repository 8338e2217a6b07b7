import { element } from '../element.js';

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
