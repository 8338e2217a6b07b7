import type { Figure } from '../../words/figure.js';
import type { ReportData } from '../shared/report-data.js';
import { styleSheet } from '../style/style-sheet.js';
import { escapeHtml, hashSource, inlineScript, packedData } from './inline.js';
import {
  factsHtml,
  figuresHtml,
  findingsHtml,
  warningsHtml,
  type MissingSection,
  type PageFinding,
  type PageWarning,
} from './sections.js';

/** Follows the links of the page without touching what stands after `#`: that is the explorer's. */
const NAVIGATION = `document.querySelectorAll('a[href^="#"]').forEach((link) => {
  link.addEventListener('click', (event) => {
    const target = document.getElementById(link.getAttribute('href').slice(1));
    if (!target) return;
    event.preventDefault();
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  });
});
`;

/** Everything that stands on the page. */
export interface PageContent {
  readonly title: string;
  readonly warnings: readonly PageWarning[];
  readonly findings: readonly PageFinding[];
  readonly figures: readonly Figure[];
  readonly missing: readonly MissingSection[];
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** What the explorer and the charts are drawn of. */
  readonly data: ReportData;
}

/**
 * The whole report as one file of HTML. Nothing is loaded: a content security policy passes exactly the scripts and
 * the style that stand in it, and no connection of any kind.
 *
 * @param scripts `pageScripts()`.
 */
export function page(content: PageContent, scripts: readonly string[]): string {
  const inline = [...scripts, NAVIGATION].map(inlineScript);
  const policy = [
    "default-src 'none'",
    `script-src ${inline.map(hashSource).join(' ')}`,
    `style-src ${hashSource(styleSheet)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const { title, warnings, findings, figures, missing, facts, data } = content;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="codi report">
<title>codiscope: ${escapeHtml(title)}</title>
<style>${styleSheet}</style>
</head>
<body>
<a class="skip" href="#explorer">Skip to the explorer</a>
<header class="top">
<div><p class="product">codiscope</p><h1>${escapeHtml(title)}</h1></div>
<nav aria-label="Sections"><a href="#findings">Findings</a> <a href="#figures">Figures</a> <a href="#explorer">Explorer</a> <a href="#run">Run</a></nav>
<button type="button" id="theme" class="theme">Theme</button>
</header>
<main>
${warningsHtml(warnings)}
<p id="failure" class="banner invalid" role="alert" hidden></p>
<noscript><p class="banner approximate">Pictures and explorer need JavaScript; findings and numbers do not.</p></noscript>
<section id="findings" tabindex="-1" aria-labelledby="findings-title">
<h2 id="findings-title">Findings</h2>
${findingsHtml(findings)}
</section>
<section id="figures" tabindex="-1" aria-labelledby="figures-title">
<h2 id="figures-title">Figures</h2>
<div class="figures">
${figuresHtml(figures, missing)}
</div>
</section>
<section id="explorer" tabindex="-1" aria-labelledby="explorer-title">
<h2 id="explorer-title">Explorer</h2>
<p class="note">Choose a problem. In the table the arrow keys move, <kbd>/</kbd> finds. The address keeps what is shown, so it can be sent as a link.</p>
<div id="explorer-place"></div>
</section>
<section id="run" tabindex="-1" aria-labelledby="run-title">
<h2 id="run-title">Run</h2>
${factsHtml(facts)}
</section>
</main>
<script type="text/plain" id="report-data">${packedData(data)}</script>
${inline.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}
