import { writeFileAtomically } from '../runs/atomic-write.js';
import { runPaths } from '../runs/index.js';
import { figureId } from '../words/figure.js';
import { page } from './document/page.js';
import { pageScripts } from './document/page-script.js';
import { missingSections, pageContent } from './page-content.js';
import { readReportInputs } from './report-inputs.js';
import type { Warning } from './report-warnings.js';
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
  return {
    file,
    bytes: Buffer.byteLength(html),
    problems: content.data.problems.ids.length,
    figures: content.figures.map(figureId),
    missing: missingSections(inputs).map((section) => ({
      section,
      command: OPTIONAL_SECTIONS[section].command,
    })),
    warnings: content.warnings,
  };
}
