// Two rules of the house that ESLint does not know: no circle of imports in a workspace, type imports included, and
// no source file longer than it should be.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

import ts from 'typescript';

const WORKSPACES = ['proto', 'models', 'server', 'analysis', 'client-cli', 'test'];
const MOST_LINES = 300;
/** Folders whose files nobody writes by hand, or that are not ours. */
const SKIPPED = /(^|\/)(node_modules|dist|gen)(\/|$)/;

/** Every source file below a folder, with `/` between its parts. */
function sourcesIn(folder, pattern) {
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((path) => pattern.test(path) && !SKIPPED.test(path))
    .sort();
}

/** The files of this project that a TypeScript file imports: by static, type, dynamic or re-exporting imports. */
function importsOf(path, known) {
  return ts
    .preProcessFile(readFileSync(path, 'utf8'), true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.'))
    .map((name) =>
      relative('.', resolve(dirname(path), name))
        .split(sep)
        .join('/')
        .replace(/\.js$/, '.ts'),
    )
    .filter((name) => known.has(name));
}

/**
 * Sets of files that all import each other, over whatever detours (strongly connected components; Tarjan 1972). Each
 * is told as one way around.
 */
function circlesIn(graph) {
  const place = new Map();
  const lowest = new Map();
  const stack = [];
  const circles = [];
  const visit = (file) => {
    place.set(file, place.size);
    lowest.set(file, place.get(file));
    stack.push(file);
    for (const next of graph.get(file)) {
      if (!place.has(next)) visit(next);
      else if (!stack.includes(next)) continue;
      lowest.set(file, Math.min(lowest.get(file), lowest.get(next)));
    }
    if (lowest.get(file) !== place.get(file)) return;
    const members = new Set(stack.splice(stack.indexOf(file)));
    if (members.size > 1 || graph.get(file).includes(file)) circles.push(wayAround(graph, members));
  };
  for (const file of graph.keys()) if (!place.has(file)) visit(file);
  return circles;
}

/** A shortest way from the first of the files back to it. */
function wayAround(graph, members) {
  const [start] = members;
  const ways = [[start]];
  for (const way of ways) {
    for (const next of graph.get(way.at(-1))) {
      if (next === start) return [...way, start];
      if (members.has(next) && !ways.some((other) => other.includes(next))) ways.push([...way, next]);
    }
  }
  throw new Error(`no way leads from ${start} back to it`);
}

const problems = [];
for (const workspace of WORKSPACES) {
  const files = sourcesIn(join(workspace, 'src'), /\.ts$/);
  const known = new Set(files);
  for (const circle of circlesIn(new Map(files.map((file) => [file, importsOf(file, known)]))))
    problems.push(`a circle of imports: ${circle.join(' -> ')}`);
}
const everything = [
  ...WORKSPACES.flatMap((workspace) => sourcesIn(workspace, /\.(ts|mjs)$/)),
  ...sourcesIn('scripts', /\.mjs$/),
  ...sourcesIn('examples', /\.(ts|mjs)$/),
];
for (const file of everything) {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').length;
  if (lines > MOST_LINES)
    problems.push(`${file} has ${lines} lines, more than ${MOST_LINES}: split it by concept`);
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`imports: no circle; ${everything.length} source files, none of more than ${MOST_LINES} lines`);
