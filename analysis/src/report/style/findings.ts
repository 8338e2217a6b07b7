/** Findings, banners, facts of the run. */
export const findings = `
.banner { margin: 1rem 0 0; padding: 0.8rem 1rem; border-radius: 8px; border-left: 6px solid var(--bad); }
.banner.invalid { background: var(--invalid); }
.banner.approximate { background: var(--approximate); border-left-color: #b58900; }
.finding { background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; margin-bottom: 0.9rem; }
.finding h3 { color: var(--muted); font-size: 0.95rem; font-weight: 600; margin-bottom: 0.3rem; }
.finding .short { font-size: 1.12rem; line-height: 1.45; max-width: 62em; }
.finding .short::first-letter { text-transform: uppercase; }
.finding.known .short { font-size: 1rem; font-weight: 600; }
.finding p + p { margin-top: 0.3rem; }
.finding details { margin-top: 0.5rem; }
.finding ul { margin: 0.5rem 0 0; padding-left: 1.2rem; }
.finding li { margin-bottom: 0.35rem; font-size: 0.93rem; max-width: 70em; }
h3.between { margin: 1.4rem 0 0.6rem; }
.verdict { display: inline-block; margin-right: 0.4rem; padding: 0 0.55rem; border-radius: 999px; border: 1.5px solid currentColor; font-size: 0.85rem; }
.verdict.holds, .verdict.holds-in-part { color: var(--good); }
.verdict.does-not-hold { color: var(--bad); }
.verdict.open { color: var(--muted); }
#run dl { margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; padding: 0.6rem 1.2rem; }
#run dl div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: 0.25rem 0; }
#run dt { color: var(--muted); }
#run dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) { #run dl div { grid-template-columns: 1fr; } }
`;
