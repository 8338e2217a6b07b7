import { byId } from './element.js';

/** Colours of the charts; the page's own are in its style sheet. */
export interface Theme {
  readonly dark: boolean;
  readonly ink: string;
  readonly muted: string;
  readonly grid: string;
  readonly surface: string;
}

const LIGHT: Theme = { dark: false, ink: '#1d2430', muted: '#566070', grid: '#e3e7ec', surface: '#ffffff' };
const DARK: Theme = { dark: true, ink: '#e8ecf2', muted: '#a3afbf', grid: '#303a48', surface: '#171d26' };

/** Light on paper, else what the reader chose, else what the system asks for. */
export function currentTheme(): Theme {
  if (matchMedia('print').matches) return LIGHT;
  const chosen = document.documentElement.dataset['theme'];
  const dark = chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
  return dark ? DARK : LIGHT;
}

/** Makes the button switch between light and dark; `changed` runs then, and when the system changes. */
export function watchTheme(changed: () => void): void {
  const button = byId('theme');
  const show = (): void => {
    const { dark } = currentTheme();
    button.textContent = dark ? 'Light' : 'Dark';
    button.setAttribute('aria-label', `Switch to ${dark ? 'light' : 'dark'} colours`);
  };
  const change = (): void => {
    show();
    changed();
  };
  button.addEventListener('click', () => {
    document.documentElement.dataset['theme'] = currentTheme().dark ? 'light' : 'dark';
    change();
  });
  for (const query of ['(prefers-color-scheme: dark)', 'print'])
    matchMedia(query).addEventListener('change', change);
  show();
}
