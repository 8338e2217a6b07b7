import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

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
    for (const [, name = ''] of text.matchAll(REQUIRED)) waiting.push(posix.join(posix.dirname(path), name));
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
