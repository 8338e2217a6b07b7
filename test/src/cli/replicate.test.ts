import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { codi, filesOf, temporaryFolder } from '../harness/codi.js';

const DOCUMENT = fileURLToPath(new URL('../../../docs/replication.md', import.meta.url));

/** The cells of a table in Markdown, however it is laid out. */
function cells(table: string): string[][] {
  return table
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
}

test('the table of docs/replication.md is what the command writes, and a second run writes the same bytes', async (context) => {
  const folder = temporaryFolder(context);
  const table = join(folder, 'table.md');
  const run = (name: string, more: string[] = []) =>
    codi(['replicate', '--run', join(folder, name), '--markdown', table, ...more]);
  const first = await run('first');
  assert.equal(first.code, 0, first.stderr);
  const [, documented = ''] =
    /<!-- table -->([\s\S]*)<!-- end of table -->/.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
  assert.deepEqual(cells(documented), cells(readFileSync(table, 'utf8')));
  assert.equal(cells(documented).length, 9);

  const written = filesOf(join(folder, 'first'));
  assert.ok([...written.keys()].some((name) => name.endsWith('replication_waterfall.pdf')));
  assert.equal((await run('first')).code, 1, 'a finished run is not run over');
  assert.equal((await run('first', ['--resume'])).code, 0);
  assert.deepEqual(filesOf(join(folder, 'first')), written);
});

test('a layer that has none before it is refused, and nothing is left', async (context) => {
  const folder = temporaryFolder(context);
  const ended = await codi(['replicate', '--run', join(folder, 'run'), '--layer', '0']);
  assert.notEqual(ended.code, 0);
  assert.match(ended.stderr, /--layer is 0; .*use 1 or more/);
  assert.equal(filesOf(folder).size, 0);
});
