import { writeFileAtomically } from '../runs/atomic-write.js';
import { runPaths } from '../runs/index.js';
import { page } from './document/page.js';
import { pageScript } from './document/page-script.js';
import { vendorScripts } from './document/vendor-scripts.js';
import { reportData } from './report-data.js';
import { knownFindings, reportWarnings, type Warning } from './report-findings.js';
import type { KnownFinding } from './known/finding.js';
import { readReportInputs } from './report-inputs.js';
import { OPTIONAL_SECTIONS, type SectionName } from './section-files.js';

/** A report that was written. */
export interface WrittenReport {
  readonly file: string;
  readonly bytes: number;
  readonly problems: number;
  readonly figures: readonly string[];
  /** Sections that the run has no results for, and the commands that make them. */
  readonly missing: readonly { readonly section: SectionName; readonly command: string }[];
  readonly warnings: readonly Warning[];
  readonly findings: readonly KnownFinding[];
}

/**
 * Writes the report of a run as one file of HTML that needs nothing else. The same results give the same bytes.
 *
 * @param out the file; default `report.html` in the run folder.
 * @throws AnalysisError as `readReportInputs` does, or `UNWRITABLE`.
 */
export async function writeReport(directory: string, out?: string): Promise<WrittenReport> {
  const inputs = await readReportInputs(directory);
  const data = reportData(inputs);
  const html = page(inputs, data, [...(await vendorScripts()), await pageScript()]);
  const file = out ?? runPaths(directory).report;
  await writeFileAtomically(file, html);
  const sections = Object.keys(OPTIONAL_SECTIONS) as SectionName[];
  return {
    file,
    bytes: Buffer.byteLength(html),
    problems: data.problems.ids.length,
    figures: data.figures.map(({ id }) => id),
    missing: sections
      .filter((section) => inputs[section] === null)
      .map((section) => ({ section, command: OPTIONAL_SECTIONS[section].command })),
    warnings: reportWarnings(inputs),
    findings: knownFindings(inputs),
  };
}
