/** Findings, banners, figures, facts of the run. */
export const sections = `
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
