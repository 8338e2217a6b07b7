import { OPTIONAL_EXPERIMENTS } from '../experiments/registry.js';
import { writeFileAtomically } from '../runs/atomic-write.js';
import { runPaths } from '../runs/run-folder.js';
import { runFigures } from '../summary/figures/figures.js';
import { matchProblems } from '../summary/match-problems.js';
import type { Summary } from '../summary/schema.js';
import { page, type PageContent } from './document/page.js';
import { pageScripts } from './document/page-script.js';
import { type ReportInputs, readReportInputs, reportData } from './report-data.js';
import { reportWarnings, type ReportWarning } from './report-warnings.js';
import { runFacts } from './run-facts.js';

/** A report that was written. */
export interface WrittenReport {
  readonly file: string;
  readonly bytes: number;
  readonly problems: number;
  /** Names of the figures on the page. */
  readonly figures: readonly string[];
  /** Sections that the run has no results for: their titles, and the verbs of the experiments that make them. */
  readonly missing: readonly { readonly title: string; readonly verb: string }[];
  readonly warnings: readonly ReportWarning[];
  /** Both questions answered, each in a sentence. */
  readonly inShort: readonly [rq1: string, rq2: string];
}

/**
 * Writes the report of a run as one file of HTML that needs nothing else. The same results give the same bytes.
 *
 * @param out the file; default `report.html` in the run folder.
 * @throws AnalysisError as `readReportInputs` does, or `UNWRITABLE`.
 */
export async function writeReport(directory: string, out?: string): Promise<WrittenReport> {
  const inputs = await readReportInputs(directory);
  const content = pageContent(inputs);
  const html = page(content, await pageScripts());
  const file = out ?? runPaths(directory).report;
  await writeFileAtomically(file, html);
  const { findings } = inputs.summary;
  return {
    file,
    bytes: Buffer.byteLength(html),
    problems: content.data.problems.ids.length,
    figures: content.figures.map(({ name }) => name),
    missing: missingSections(inputs),
    warnings: content.warnings,
    inShort: [findings.rq1_in_short, findings.rq2_in_short],
  };
}

/** All that stands on the page. */
function pageContent(inputs: ReportInputs): PageContent & { readonly warnings: readonly ReportWarning[] } {
  const { results, summary } = inputs;
  const { analysed } = matchProblems(results.ablation, results.attention);
  const { figures } = runFigures(summary, analysed);
  const data = reportData(inputs, figures);
  return {
    title: `${results.run.model.id}: ${data.problems.ids.length} problems`,
    warnings: reportWarnings(results),
    findings: pageFindings(summary),
    figures,
    missing: missingSections(inputs).map(({ title, verb }) => ({ title, command: `codi ${verb}` })),
    facts: runFacts(inputs),
    data,
  };
}

function missingSections({ results }: ReportInputs): WrittenReport['missing'] {
  return OPTIONAL_EXPERIMENTS.filter(({ name }) => !results.others.has(name)).map(({ title, verb }) => ({
    title,
    verb,
  }));
}

/** Every finding of the summary, under its heading; those without a sentence are left out. */
function pageFindings({ findings }: Summary): PageContent['findings'] {
  const all = [
    ['rq1', 'Which thoughts causally matter for the answer?', findings.rq1_in_short, findings.rq1],
    ['rq2', 'How does importance relate to attention?', findings.rq2_in_short, findings.rq2],
    ['composition', 'Thoughts together', null, findings.composition],
    ['mechanism', 'What happens inside', null, findings.mechanism],
    ['known-truth', 'Thoughts and the steps of the problems', null, findings.known_truth],
  ] as const;
  return all
    .map(([id, title, short, sentences]) => ({ id, title, short, sentences }))
    .filter(({ sentences }) => sentences.length > 0);
}
