import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Builds for browsers, which stand beside the file that Node would load. Chart.js first: the others add to it. */
const BUILDS = [
  { name: 'chart.js', file: 'chart.umd.min.js' },
  { name: 'chartjs-chart-error-bars', file: 'index.umd.min.js' },
  { name: 'chartjs-chart-matrix', file: 'chartjs-chart-matrix.min.js' },
];

/** The scripts of Chart.js and its plug-ins, without the references to source maps that are not there. */
export async function vendorScripts(): Promise<string[]> {
  return Promise.all(
    BUILDS.map(async ({ name, file }) => {
      const text = await readFile(join(dirname(require.resolve(name)), file), 'utf8');
      return text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n');
    }),
  );
}
