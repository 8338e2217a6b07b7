import type { ReportData } from '../shared/report-data.js';
import { byId } from './element.js';

/** The data that the page carries: JSON, deflated, in base64. */
export async function readData(): Promise<ReportData> {
  const packed = Uint8Array.from(atob(byId('report-data').textContent.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text()) as ReportData;
}
