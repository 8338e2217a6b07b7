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
export const base = `${colours}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 92rem; margin: 0 auto; padding: 0 1.25rem 3rem; }
h1, h2, h3, h4, p { margin: 0; }
h1 { font-size: 1.15rem; line-height: 1.3; }
h2 { font-size: 1.5rem; margin: 2.25rem 0 0.75rem; }
h3 { font-size: 1.1rem; line-height: 1.35; }
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
