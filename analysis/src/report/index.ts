export { page as reportPage, type PageContent } from './document/page.js';
export { pageScripts } from './document/page-script.js';
export type { Warning as ReportWarning } from './report-warnings.js';
export type { SectionName } from './section-files.js';
export { writeReport, type WrittenReport } from './write-report.js';
export { figureId, type Figure, type Panel } from '../words/figure.js';
