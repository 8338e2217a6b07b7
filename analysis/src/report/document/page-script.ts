import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

import { required } from '../../words/required.js';

/** Where the compiled modules of the page are (page/tsconfig.json). */
const COMPILED = fileURLToPath(new URL('../../report-page/', import.meta.url));
const ENTRY = 'report/page/main.js';

/** Finds a module by the path of the one that asks for it; stands in the page, so it is written for browsers. */
const LOADER = `const loaded = {};
function load(path) {
  if (!(path in loaded)) {
    const module = { exports: {} };
    loaded[path] = module;
    modules[path](module.exports, (name) => load(new URL(name, 'page:/' + path).pathname.slice(1)), module);
  }
  return loaded[path].exports;
}`;

/** Modules that a module asks for, as tsc writes it. */
const REQUIRED = /\brequire\("(\.[^"]+)"\)/g;

/** The entry and all modules that it leads to: what an earlier build left in the folder is none of the page's. */
async function reachableModules(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const waiting = [ENTRY];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    const text = await readFile(join(COMPILED, path), 'utf8');
    found.set(path, text);
    for (const [, name] of text.matchAll(REQUIRED))
      waiting.push(posix.join(posix.dirname(path), required(name, `a module that ${path} asks for`)));
  }
  return found;
}

/**
 * The page's script: its compiled modules, each in a function of its own, and a loader of a few lines. The modules
 * stand in the order of their paths, so the text is the same each time.
 */
export async function pageScript(): Promise<string> {
  const sorted = [...(await reachableModules())].sort(([a], [b]) => (a < b ? -1 : 1));
  const modules = sorted.map(
    ([path, text]) => `${JSON.stringify(path)}(exports, require, module) {\n${text}\n}`,
  );
  return `(() => {\nconst modules = {\n${modules.join(',\n')}\n};\n${LOADER}\nload(${JSON.stringify(ENTRY)});\n})();\n`;
}

const require = createRequire(import.meta.url);

/** Builds for browsers, which stand beside the file that Node would load. Chart.js first: the others add to it. */
const BUILDS = [
  { name: 'chart.js', file: 'chart.umd.min.js' },
  { name: 'chartjs-chart-error-bars', file: 'index.umd.min.js' },
  { name: 'chartjs-chart-matrix', file: 'chartjs-chart-matrix.min.js' },
];

/** The scripts of Chart.js and its plug-ins, without the references to source maps that are not there. */
async function vendorScripts(): Promise<string[]> {
  return Promise.all(
    BUILDS.map(async ({ name, file }) => {
      const text = await readFile(join(dirname(require.resolve(name)), file), 'utf8');
      return text.replace(/\n?\/\/# sourceMappingURL=\S+\s*$/, '\n');
    }),
  );
}

/** All scripts of the page, in the order in which they must run: `page()` takes them. */
export async function pageScripts(): Promise<string[]> {
  return [...(await vendorScripts()), await pageScript()];
}
