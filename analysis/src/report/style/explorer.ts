/** Table and detail of the explorer. */
export const explorer = `
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
