import type { ReportInputs } from '../report-inputs.js';
import { OPTIONAL_SECTIONS, type SectionName } from '../section-files.js';
import type { Figure } from '../shared/figure.js';
import { escapeHtml } from './inline.js';

/** Places for the figures, and for each section that the run has not, the command that makes it. */
export function figuresHtml(figures: readonly Figure[], inputs: ReportInputs): string {
  const places = figures.map(
    ({ id, title, kind }) =>
      `<figure id="figure-${id}" class="${kind}"><h3>${escapeHtml(title)}</h3></figure>`,
  );
  const missing = (Object.keys(OPTIONAL_SECTIONS) as SectionName[])
    .filter((name) => inputs[name] === null)
    .map((name) => {
      const { title, command } = OPTIONAL_SECTIONS[name];
      return `<li>${escapeHtml(title)}: <code>${command} --run DIR</code></li>`;
    });
  if (missing.length === 0) return places.join('\n');
  return `${places.join('\n')}
<aside class="missing"><h3>Not in this run</h3>
<p>These commands add what is missing; then write the report again.</p>
<ul>
${missing.join('\n')}
</ul></aside>`;
}
