import { cellColours } from '../colours.js';
import { cell } from '../element.js';
import { shortPercent } from '../number-text.js';
import { currentTheme } from '../theme.js';

/** A cell with a share in percent, the darker the larger. */
export function shadedCell(share: number | null): HTMLTableCellElement {
  const made = cell(shortPercent(share), { class: 'number' });
  if (share !== null && share >= 0.005) {
    const { fill, ink } = cellColours(share, false, currentTheme());
    Object.assign(made.style, { backgroundColor: fill, color: ink });
  }
  return made;
}
