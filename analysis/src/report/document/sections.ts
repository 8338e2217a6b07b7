import { figureId, type Figure, type Panel, type Table } from '../../words/figure.js';
import { escapeHtml } from './inline.js';

/** What no reader may miss: a control that failed, a model that is only approximately itself. */
export interface PageWarning {
  readonly id: 'invalid' | 'approximate';
  readonly text: string;
}

/** What was found about one question. */
export interface PageFinding {
  /** Names it in links. */
  readonly id: string;
  readonly title: string;
  /** The answer in one sentence; null where there is none, and the sentences speak for themselves. */
  readonly short: string | null;
  readonly sentences: readonly string[];
}

/** Figures that the run has no results for, and the command that makes them. */
export interface MissingSection {
  readonly title: string;
  readonly command: string;
}

/** The warnings above everything; empty without. */
export function warningsHtml(warnings: readonly PageWarning[]): string {
  const titles = { invalid: 'Invalid run', approximate: 'Approximate' };
  return warnings
    .map(
      ({ id, text }) =>
        `<div class="banner ${id}" role="alert"><strong>${titles[id]}.</strong> ${escapeHtml(text)}</div>`,
    )
    .join('\n');
}

/** The findings; those without any sentence are left out. */
export function findingsHtml(findings: readonly PageFinding[]): string {
  return findings
    .filter(({ short, sentences }) => short !== null || sentences.length > 0)
    .map(findingHtml)
    .join('\n');
}

function findingHtml({ id, title, short, sentences }: PageFinding): string {
  const list = `<ul>\n${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('\n')}\n</ul>`;
  const many = sentences.length === 1 ? 'The sentence' : `All ${sentences.length} sentences`;
  const body =
    short === null
      ? list
      : `<p class="short">${escapeHtml(short.replace(/^In short: /, ''))}</p>
<details><summary>${many}, with numbers</summary>
${list}
</details>`;
  return `<article class="finding" id="${escapeHtml(id)}">
<h3>${escapeHtml(title)}</h3>
${body}
</article>`;
}

/** The figures: words and numbers; the script of the page draws into the plots. */
export function figuresHtml(figures: readonly Figure[], missing: readonly MissingSection[]): string {
  const wide = figures.map(isWide);
  let open = false;
  const articles = figures.map((figure, index) => {
    // A narrow one that finds no other beside it is as wide as two.
    const alone = wide[index] === true || (!open && wide[index + 1] !== false);
    open = !alone && !open;
    return figureHtml(figure, alone);
  });
  return [...articles, ...missingHtml(missing)].join('\n');
}

/** Whether a figure needs the whole width. */
function isWide({ panels, across }: Figure): boolean {
  return (
    (across > 1 && panels.length > 1) ||
    panels.some(
      (panel) =>
        panel.kind === 'forest' ||
        (panel.kind === 'matrix' && panel.columns.length > 12) ||
        (panel.kind === 'bars' && panel.categories.length > 12),
    )
  );
}

function figureHtml({ panels, across, ...figure }: Figure, wide: boolean): string {
  const id = escapeHtml(figureId(figure));
  const footnote = figure.footnote === null ? '' : `\n<p class="footnote">${escapeHtml(figure.footnote)}</p>`;
  const numbers = figure.numbers === null ? '' : `\n${numbersHtml(figure.title, figure.numbers)}`;
  return `<figure id="figure-${id}"${wide ? ' class="wide"' : ''}>
<h3>${escapeHtml(figure.title)}</h3>
<div class="panels" data-across="${Math.min(across, panels.length, 4)}">
${panels.map(panelHtml).join('\n')}
</div>
<figcaption id="caption-${id}">${escapeHtml(figure.caption)}</figcaption>${footnote}${numbers}
</figure>`;
}

function panelHtml({ kind, title }: Panel): string {
  const head = title.length === 0 ? '' : `<h4>${title.map(escapeHtml).join('<br>')}</h4>`;
  return `<div class="panel ${kind}">${head}<div class="plot scroll"></div></div>`;
}

function numbersHtml(title: string, { head, rows }: Table): string {
  const name = escapeHtml(`Numbers of: ${title}`);
  const heads = head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('');
  const lines = rows.map(
    (cells) =>
      `<tr>${cells
        .map((text, index) =>
          index === 0 ? `<th scope="row">${escapeHtml(text)}</th>` : `<td>${escapeHtml(text)}</td>`,
        )
        .join('')}</tr>`,
  );
  return `<details class="numbers"><summary>Numbers</summary>
<div class="scroll" tabindex="0" role="region" aria-label="${name}"><table>
<caption class="unseen">${name}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody>
</table></div>
</details>`;
}

function missingHtml(missing: readonly MissingSection[]): string[] {
  if (missing.length === 0) return [];
  const lines = missing.map(
    ({ title, command }) => `<li>${escapeHtml(title)}: <code>${escapeHtml(command)} --run DIR</code></li>`,
  );
  return [
    `<aside class="missing"><h3>Not in this run</h3>
<p>These commands add what is missing; then write the report again.</p>
<ul>
${lines.join('\n')}
</ul></aside>`,
  ];
}

/** What was run, as names and values. */
export function factsHtml(facts: readonly (readonly [name: string, value: string])[]): string {
  const lines = facts.map(
    ([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`,
  );
  return `<dl>${lines.join('\n')}</dl>`;
}
