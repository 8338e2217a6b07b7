import { base } from './base.js';
import { explorer } from './explorer.js';
import { sections } from './sections.js';

/** On paper: no controls, everything open, no figure torn. */
const print = `
@media print {
  .top, .skip, .filters, .choices, .problems, .count, #explorer > .note { display: none; }
  body { background: #fff; font-size: 11pt; }
  /* As wide as a sheet, so that charts which are drawn anew for it fit; the others are made smaller as a whole. */
  main { max-width: 45rem; padding: 0; }
  .chart { min-width: 0 !important; }
  canvas { max-width: 100%; object-fit: contain; object-position: left top; }
  #explorer-place, .figures { display: block; }
  figure, .finding, .part { break-inside: avoid; margin-bottom: 0.6rem; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  button.entry[aria-pressed=false] { display: none; }
  .finding details::details-content { content-visibility: visible; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** The page's style. */
export const styleSheet = [base, sections, explorer, print].join('');
