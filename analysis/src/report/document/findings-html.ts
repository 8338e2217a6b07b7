import type { Summary } from '../../summary/index.js';
import type { KnownFinding } from '../known/finding.js';
import type { Warning } from '../report-findings.js';
import { escapeHtml } from './inline.js';

/** The warnings above everything; empty without. */
export function warningsHtml(warnings: readonly Warning[]): string {
  const titles = { invalid: 'Invalid run', approximate: 'Approximate' };
  return warnings
    .map(
      ({ id, text }) =>
        `<div class="banner ${id}" role="alert"><strong>${titles[id]}.</strong> ${escapeHtml(text)}</div>`,
    )
    .join('\n');
}

function sentences(list: readonly string[]): string {
  return `<ul>\n${list.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('\n')}\n</ul>`;
}

function question(id: string, title: string, short: string, rest: readonly string[]): string {
  return `<article class="finding" id="${id}">
<h3>${escapeHtml(title)}</h3>
<p class="short">${escapeHtml(short.replace(/^In short: /, ''))}</p>
<details><summary>All ${rest.length} sentences, with numbers</summary>
${sentences(rest)}
</details>
</article>`;
}

function known({ id, claim, verdict, because, evidence }: KnownFinding): string {
  const mark = {
    holds: 'Holds',
    'holds in part': 'Holds in part',
    'does not hold': 'Does not hold',
    open: 'Open',
  }[verdict];
  return `<article class="finding known" id="known-${id}">
<p class="short"><span class="verdict ${verdict.replaceAll(' ', '-')}">${mark}</span> ${escapeHtml(claim)}</p>
<p>${escapeHtml(because.charAt(0).toUpperCase() + because.slice(1))}</p>
<details><summary>The counts</summary>
${sentences(evidence)}
</details>
</article>`;
}

/** Both questions answered in short, and what is known about thoughts and steps. */
export function findingsHtml({ findings }: Summary, claims: readonly KnownFinding[]): string {
  return `${question('rq1', 'Which thoughts causally matter for the answer?', findings.rq1_in_short, findings.rq1)}
${question('rq2', 'How does importance relate to attention?', findings.rq2_in_short, findings.rq2)}
<h3 class="between">Thoughts and steps</h3>
${claims.map(known).join('\n')}`;
}
