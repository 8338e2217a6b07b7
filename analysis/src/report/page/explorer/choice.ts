import { element } from '../element.js';

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
  // A value from a link may be none of this report's.
  select.value = options.some((option) => option.value === value) ? value : (options[0]?.value ?? '');
  return element('label', { class: 'choice' }, [element('span', { text: label }), select]);
}
