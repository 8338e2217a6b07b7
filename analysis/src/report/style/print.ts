/** On paper: no controls, everything open, no figure torn. */
export const print = `
@media print {
  .top, .skip, .filters, .choices, .problems, .count, #explorer > .note { display: none; }
  body { background: #fff; font-size: 11pt; }
  canvas { max-width: 100%; }
  main { max-width: none; padding: 0; }
  #explorer-place, .figures { display: block; }
  figure, .finding, .part { break-inside: avoid; margin-bottom: 0.6rem; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  .finding details::details-content { content-visibility: visible; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
