import { deflateSync } from 'node:zlib';

import { lineJson } from '../../runs/json-text.js';
import type { ReportData } from '../shared/report-data.js';

/** The data as the page carries it: JSON, deflated, in base64 (of which no character means anything in HTML). */
export function packedData(data: ReportData): string {
  return deflateSync(lineJson(data), { level: 9 }).toString('base64');
}
