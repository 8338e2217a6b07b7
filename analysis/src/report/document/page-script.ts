import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
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

/**
 * The page's script: its compiled modules, each in a function of its own, and a loader of a few lines. The modules
 * stand in the order of their paths, so the text is the same each time.
 */
export async function pageScript(): Promise<string> {
  const names = await readdir(COMPILED, { recursive: true });
  const paths = names.filter((name) => name.endsWith('.js')).map((name) => name.split(sep).join('/'));
  const modules: string[] = [];
  for (const path of paths.sort()) {
    const text = await readFile(join(COMPILED, path), 'utf8');
    modules.push(`${JSON.stringify(path)}(exports, require, module) {\n${text}\n}`);
  }
  return `(() => {\nconst modules = {\n${modules.join(',\n')}\n};\n${LOADER}\nload(${JSON.stringify(ENTRY)});\n})();\n`;
}
