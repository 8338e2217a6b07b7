/** What an element may be given: attributes by name; a listener by `on` and its event. */
export interface ElementOptions {
  readonly class?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string | number | boolean | null>>;
  readonly on?: Partial<{ [K in keyof HTMLElementEventMap]: (event: HTMLElementEventMap[K]) => void }>;
}

/** Makes an element. Text is set as text, so nothing of the data is ever read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  options: ElementOptions = {},
  children: readonly (Node | string)[] = [],
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (options.class !== undefined) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  for (const [key, value] of Object.entries(options.attributes ?? {})) {
    if (value === null || value === false) continue;
    made.setAttribute(key, value === true ? '' : String(value));
  }
  for (const [event, listener] of Object.entries(options.on ?? {}))
    made.addEventListener(event, listener as EventListener);
  made.append(...children);
  return made;
}

/** The element of the page with this id, which the document always has. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no element "${id}"; write the report again.`);
  return found;
}

/** A cell of a table's body. */
export function cell(text: string, options: ElementOptions = {}): HTMLTableCellElement {
  return element('td', { ...options, text });
}

/** A heading of a row. */
export function rowHead(text: string): HTMLTableCellElement {
  return element('th', { text, attributes: { scope: 'row' } });
}

/** A table with headings in a frame of its own, which scrolls where there is too little room. */
export function scrolledTable(
  name: string,
  heads: readonly string[],
  rows: readonly HTMLTableRowElement[],
  options: ElementOptions = {},
): HTMLElement {
  const columns = heads.map((text) => element('th', { text, attributes: { scope: 'col' } }));
  const table = element('table', options, [
    element('thead', {}, [element('tr', {}, columns)]),
    element('tbody', {}, rows),
  ]);
  const attributes = { tabindex: 0, role: 'region', 'aria-label': name };
  return element('div', { class: 'scroll', attributes }, [table]);
}
