import type { ReportData } from '../shared/report-data.js';
import { byId } from './element.js';
import { Explorer } from './explorer/explorer.js';
import { FigureView } from './figure-view.js';
import { watchTheme } from './theme.js';

/** The data that the page carries: JSON, deflated, in base64. */
async function readData(): Promise<ReportData> {
  const packed = Uint8Array.from(atob(byId('report-data').textContent.trim()), (char) => char.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text()) as ReportData;
}

/** Lets the browser answer between two pieces of work. */
function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

async function start(): Promise<void> {
  const data = await readData();
  const explorer = new Explorer(data);
  const views = data.figures.map(
    (figure) =>
      new FigureView(figure, (problem) => {
        explorer.open(problem);
      }),
  );
  explorer.revealLinked();
  watchTheme(() => {
    for (const view of views) view.draw();
    explorer.draw();
  });
  for (const view of views) {
    view.draw();
    await breath();
  }
  document.documentElement.dataset['ready'] = 'true';
}

start().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const place = byId('failure');
  place.hidden = false;
  place.textContent = `This report cannot be shown: ${message} A browser of 2023 or later is needed.`;
  console.error(error);
});
