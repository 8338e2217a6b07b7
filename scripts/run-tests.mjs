// Runs the compiled tests with Node's own runner: all of them, or those whose path has all of the given words.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { pathToFileURL } from 'node:url';

const WORKSPACES = ['test', 'analysis', 'models', 'client-cli', 'server', 'proto'];
const GROUPS = join('test', 'dist', 'groups');

/** What runs commands or a browser takes longest. */
const PROGRAMS = /\b(codi|codiJson|startCodi|codiServe|codiHost)\(|playwright/;
/**
 * Files that touch what a process has only one of have a process of their own; so have those that wait while they are
 * read, as the tests of others would begin and end meanwhile.
 */
const ALONE = /\bprocess\.|child_process|worker_threads|untilIdle|\bmock\b|^(?!\s).*\bawait\b/m;
/** The others share processes, so many files each: starting Node and reading modules takes longer than most of them. */
const FILES_OF_A_GROUP = 12;

const words = process.argv.slice(2);
const files = WORKSPACES.flatMap((workspace) =>
  readdirSync(join(workspace, 'dist'), { recursive: true })
    .filter((name) => name.endsWith('.test.js'))
    .sort()
    .map((name) => ({ workspace, path: join(workspace, 'dist', name) }))
    .filter(({ path }) => words.every((word) => path.includes(word)))
    .map((file) => ({ ...file, kind: kindOf(readFileSync(file.path, 'utf8')) })),
);
if (files.length === 0) {
  console.error(`no test file has ${words.join(' and ')} in its path`);
  process.exit(2);
}

function kindOf(text) {
  if (PROGRAMS.test(text)) return 'program';
  return ALONE.test(text) ? 'alone' : 'shared';
}

/** Writes a file for each group that reads the group's files into one process. */
function groups() {
  rmSync(GROUPS, { recursive: true, force: true });
  mkdirSync(GROUPS, { recursive: true });
  return WORKSPACES.flatMap((workspace) => {
    const shared = files.filter((file) => file.kind === 'shared' && file.workspace === workspace);
    const count = Math.ceil(shared.length / FILES_OF_A_GROUP);
    return Array.from({ length: count }, (_, number) => {
      const imports = shared
        .filter((_, index) => index % count === number)
        .map(({ path }) => `import ${JSON.stringify(pathToFileURL(path).href)};\n`);
      const group = join(GROUPS, `${workspace}-${number + 1}.mjs`);
      writeFileSync(group, imports.join(''));
      return group;
    });
  });
}

// The longest first, so that none is left to run alone at the end.
const inOrder = [
  ...files.filter(({ kind }) => kind === 'program').map(({ path }) => path),
  ...files.filter(({ kind }) => kind === 'alone').map(({ path }) => path),
  ...groups(),
].map((path) => resolve(path));

// A test that hangs is a failure, not a reason to wait for ever; a busy machine is a reason to wait. Each file's process
// is started with these arguments.
process.execArgv.push('--test-timeout=600000');
run({ files: inOrder, concurrency: availableParallelism(), timeout: 3_600_000 })
  .on('test:fail', ({ todo }) => {
    if (todo === undefined || todo === false) process.exitCode = 1;
  })
  .compose(process.stdout.isTTY ? spec() : tap)
  .pipe(process.stdout);
