export type { KnownFinding } from './known/finding.js';
export type { Warning } from './report-findings.js';
export type { SectionName } from './section-files.js';
export { writeReport, type WrittenReport } from './write-report.js';
