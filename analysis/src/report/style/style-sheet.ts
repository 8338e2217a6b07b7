const LIGHT = `
color-scheme: light;
--page: #f4f6f8; --surface: #ffffff; --raised: #eef2f6; --ink: #1d2430; --muted: #566070; --line: #d5dbe2;
--accent: #005f9e; --accent-soft: #dcebf7; --good: #00694c; --bad: #a83f00; --mark: #005f9e;
--invalid: #fbe3d6; --approximate: #fdf1cf;`;

const DARK = `
color-scheme: dark;
--page: #10151c; --surface: #171d26; --raised: #1f2732; --ink: #e8ecf2; --muted: #a3afbf; --line: #344050;
--accent: #6cb8ec; --accent-soft: #1d3850; --good: #4fd0a5; --bad: #f5995c; --mark: #6cb8ec;
--invalid: #4a2412; --approximate: #40340f;`;

/** The page's colours by scheme; a choice on the page comes before the system's. */
const colours = `:root {${LIGHT}
}
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {${DARK}
} }
@media screen { :root[data-theme="dark"] {${DARK}
} }
`;

/** Colours, text, links, head of the page, tables: what all sections share. */
const base = `${colours}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 92rem; margin: 0 auto; padding: 0 1.25rem 3rem; }
h1, h2, h3, h4, p { margin: 0; }
h1 { font-size: 1.15rem; line-height: 1.3; }
h2 { font-size: 1.5rem; margin: 2.25rem 0 0.75rem; }
h3 { font-size: 1.1rem; line-height: 1.35; white-space: pre-line; }
h4 { font-size: 0.95rem; }
a { color: var(--accent); }
code, kbd { font: 0.88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--raised); border-radius: 4px; padding: 0.1em 0.35em; }
kbd { border: 1px solid var(--line); }
section:focus { outline: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
button, select, input { font: inherit; color: inherit; }
.note { color: var(--muted); font-size: 0.86rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.good { color: var(--good); }
.bad { color: var(--bad); font-weight: 600; }
.skip { position: absolute; left: -99rem; top: 0; z-index: 9; background: var(--surface); padding: 0.5rem 1rem; }
.skip:focus { left: 0; }
.top { position: sticky; top: 0; z-index: 5; display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.25rem; padding: 0.5rem 1.25rem; background: var(--surface); border-bottom: 1px solid var(--line); }
.top nav { display: flex; flex-wrap: wrap; gap: 0 1rem; margin-left: auto; }
.top nav a { padding: 0.25rem 0; text-decoration: none; }
.top nav a:hover { text-decoration: underline; }
.product { font-size: 0.75rem; letter-spacing: 0.08em; text-transform: uppercase; color: var(--muted); line-height: 1.2; }
.theme { min-height: 2.25rem; padding: 0 0.9rem; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); cursor: pointer; }
.scroll { overflow: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: 0.86rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.28rem 0.6rem; text-align: left; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { font-weight: 600; }
tbody th { font-weight: 500; }
td.number { text-align: right; }
summary { cursor: pointer; color: var(--accent); font-size: 0.9rem; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;

/** Findings, banners, figures, facts of the run. */
const sections = `
.banner { margin: 1rem 0 0; padding: 0.8rem 1rem; border-radius: 8px; border-left: 6px solid var(--bad); }
.banner.invalid { background: var(--invalid); }
.banner.approximate { background: var(--approximate); border-left-color: #b58900; }
.finding { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; margin-bottom: 0.9rem; }
.finding h3 { color: var(--muted); font-size: 0.95rem; font-weight: 600; margin-bottom: 0.3rem; }
.finding .short { font-size: 1.12rem; line-height: 1.45; max-width: 62em; }
.finding .short::first-letter { text-transform: uppercase; }
.finding details { margin-top: 0.5rem; }
.finding ul { margin: 0.5rem 0 0; padding-left: 1.2rem; }
.finding li { margin-bottom: 0.35rem; font-size: 0.93rem; max-width: 70em; }
.figures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; }
figure, .missing { margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.1rem; min-width: 0; }
.wide, .missing { grid-column: 1 / -1; }
.panels { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 1.25rem; margin: 0.6rem 0 0.2rem; }
.panels[data-across="2"] { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.panels[data-across="3"] { grid-template-columns: repeat(3, minmax(0, 1fr)); }
.panels[data-across="4"] { grid-template-columns: repeat(4, minmax(0, 1fr)); }
/* A panel that is alone in the last row has all of it. */
.panels[data-across="2"] .panel:last-child:nth-child(2n+1), .panels[data-across="3"] .panel:last-child:nth-child(3n+1), .panels[data-across="4"] .panel:last-child:nth-child(4n+1) { grid-column: 1 / -1; }
.panel { min-width: 0; margin-bottom: 0.4rem; }
.panel h4 { font-size: 0.88rem; line-height: 1.35; margin: 0.2rem 0 0.3rem; }
.plot { overflow: auto hidden; }
.chart { position: relative; width: 100%; }
.key { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.9rem; margin: 0 0 0.6rem; font-size: 0.8rem; line-height: 1.35; }
.key:empty { display: none; }
.entry { display: inline-flex; align-items: center; gap: 0.35rem; white-space: pre-wrap; }
.entry svg { flex: none; }
button.entry { min-height: 1.6rem; padding: 0 0.3rem; margin: 0 -0.3rem; border: 0; border-radius: 4px; background: none; text-align: left; cursor: pointer; }
button.entry:hover { background: var(--raised); }
button.entry[aria-pressed=false] { color: var(--muted); text-decoration: line-through; }
button.entry[aria-pressed=false] svg { opacity: 0.35; }
.scale { display: inline-flex; flex-wrap: wrap; align-items: flex-start; gap: 0.2rem 0.6rem; }
.ramp-place { display: inline-block; width: 10rem; }
.ramp { display: block; height: 0.7rem; margin-top: 0.2rem; border: 1px solid var(--line); }
.ends { display: flex; justify-content: space-between; color: var(--muted); font-size: 0.75rem; }
figcaption { color: var(--muted); font-size: 0.86rem; line-height: 1.45; }
.footnote { margin-top: 0.3rem; font-size: 0.86rem; font-weight: 600; }
.numbers { margin-top: 0.5rem; }
.numbers .scroll { margin-top: 0.4rem; }
.missing ul { margin: 0.4rem 0 0; padding-left: 1.2rem; }
#run dl { margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 0.6rem 1.2rem; }
#run dl div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: 0.25rem 0; }
#run dt { color: var(--muted); }
#run dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 58rem) {
  .figures { grid-template-columns: minmax(0, 1fr); }
  .panels[data-across="3"], .panels[data-across="4"] { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (max-width: 40rem) {
  #run dl div { grid-template-columns: 1fr; }
  .panels[data-across] { grid-template-columns: minmax(0, 1fr); }
}
`;

/** Table and detail of the explorer. */
const explorer = `
#explorer-place { display: grid; grid-template-columns: minmax(0, 31rem) minmax(0, 1fr); gap: 1rem; margin-top: 0.75rem; align-items: start; }
.list { position: sticky; top: 4.5rem; min-width: 0; }
.filters, .choices { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; }
.choice { display: flex; flex-direction: column; font-size: 0.8rem; color: var(--muted); }
.choice.grow { flex: 1 1 100%; }
.choice select, .choice input { font-size: 0.95rem; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: 6px; padding: 0.35rem 0.5rem; min-height: 2.25rem; max-width: 100%; }
.count { margin: 0.5rem 0; font-size: 0.86rem; color: var(--muted); }
.problems { position: relative; max-height: calc(100vh - 17rem); min-height: 16rem; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
.problems table { width: 100%; font-size: 0.8rem; }
.problems td { padding: 0.28rem 0.35rem 0.28rem 0.5rem; }
.problems td.note { font-size: inherit; }
.problems thead th { position: sticky; top: 0; background: var(--raised); z-index: 1; padding: 0; }
.problems thead button { width: 100%; border: 0; background: none; padding: 0.45rem 0.35rem 0.45rem 0.5rem; font-weight: 600; text-align: left; cursor: pointer; white-space: nowrap; }
.problems [aria-sort=ascending] button::after { content: " \\2191" / ""; }
.problems [aria-sort=descending] button::after { content: " \\2193" / ""; }
.problems tbody tr { cursor: pointer; }
.problems tbody tr:hover { background: var(--raised); }
.problems tbody tr[aria-selected=true] { background: var(--accent-soft); box-shadow: inset 4px 0 0 var(--accent); }
.problems tbody tr:focus-visible { outline-offset: -3px; }
.detail { min-width: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; }
.detail header { margin-bottom: 0.7rem; }
.detail h3 { overflow-wrap: anywhere; }
.part { margin-top: 1.1rem; min-width: 0; }
.part h4 { margin-bottom: 0.35rem; }
.part .note { margin-top: 0.35rem; }
.question { font-size: 1.05rem; line-height: 1.75; }
.question mark, .question span { color: inherit; background: none; border-radius: 3px; padding: 0.08em 0; }
.question .special { color: var(--muted); font-size: 0.75em; }
.question mark { font-weight: 700; border-bottom: 2.5px solid var(--mark); border-radius: 3px 3px 0 0; }
.thoughts { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0.5rem; }
.thought { display: flex; flex-direction: column; gap: 0.1rem; text-align: left; padding: 0.5rem 0.6rem; border: 1px solid var(--line); border-top: 5px solid var(--thought); border-radius: 8px; background: var(--surface); cursor: pointer; font-size: 0.85rem; line-height: 1.4; min-width: 0; }
.thought[aria-pressed=true] { background: var(--accent-soft); border-color: var(--accent); border-top-color: var(--thought); box-shadow: 0 0 0 1px var(--accent); }
.thought .step { color: var(--muted); overflow-wrap: anywhere; }
.thought .token { display: flex; justify-content: space-between; gap: 0.5rem; }
.thought .hit b { color: var(--good); }
.thought .effect { margin-top: auto; padding-top: 0.25rem; }
.shaded { width: 100%; }
.shaded { font-size: 0.78rem; }
.shaded td, .shaded th { padding: 0.25rem 0.2rem; border: 1px solid var(--line); }
.shaded thead th { white-space: normal; vertical-align: bottom; font-size: 0.72rem; line-height: 1.25; }
.pair td, .pair th { padding: 0.28rem 0.35rem; }
.pair table { width: 100%; }
tr.chosen th { box-shadow: inset 4px 0 0 var(--accent); font-weight: 700; }
.pair { display: grid; grid-template-columns: minmax(0, 4fr) minmax(0, 3fr); gap: 0 1.5rem; }
@media (max-width: 58rem) {
  #explorer-place { grid-template-columns: minmax(0, 1fr); }
  .list { position: static; }
  .problems { max-height: 20rem; }
}
@media (min-width: 90rem) { .thoughts { grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); } }
@media (max-width: 40rem) {
  main { padding: 0 0.75rem 2rem; }
  .top { padding: 0.4rem 0.75rem; position: static; }
  .top nav { margin-left: 0; order: 3; }
  .top .theme { margin-left: auto; }
  .thoughts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .pair { grid-template-columns: minmax(0, 1fr); }
  figure, .missing, .detail, .finding { padding: 0.8rem; }
}
`;

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
