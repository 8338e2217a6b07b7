import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';

import { lineJson } from '../../runs/json-text.js';
import type { ReportData } from '../shared/report-data.js';

/** Text as it may stand in HTML, in an attribute's quotes too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A script as it may stand in its element: no text in it ends the element, or begins a comment, early. */
export function inlineScript(text: string): string {
  return text.replace(/<(?=\/script|script|!--)/gi, '\\x3c');
}

/** The source expression that lets a content security policy pass exactly this script or style. */
export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The data as the page carries it: JSON, deflated, in base64 (of which no character means anything in HTML). */
export function packedData(data: ReportData): string {
  return deflateSync(lineJson(data), { level: 9 }).toString('base64');
}
