import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { focused, hashOf, openReport, rowIds, shownId } from './browser.js';
import { behaviour } from './made-numbers.js';
import { browser, file, run } from './opened.js';

const { problems } = run.dataset;
const model = problems.map((problem, index) => ({ problem, index, ...behaviour(problem, index, 6) }));
const idsOf = (wanted: typeof model): string[] => wanted.map(({ problem }) => problem.gsm8k_id);

test('Opened from disk it shows everything, complains of nothing and asks no network', async () => {
  const { page, complaints, requests } = await openReport(browser, file);
  assert.deepEqual(complaints, []);
  assert.deepEqual(requests, [pathToFileURL(file).href]);
  assert.equal((await rowIds(page)).length, 40);
  assert.equal(await shownId(page), 'gsm-mini-42-0');
  assert.deepEqual(await page.locator('.finding h3').allTextContents(), [
    'Which thoughts causally matter for the answer?',
    'How does importance relate to attention?',
    'What happens inside',
    'Thoughts and the steps of the problems',
  ]);
  await page.close();
});

test('The filters leave the right rows, and their number is told', async () => {
  const { page } = await openReport(browser, file);
  const count = page.locator('.count');
  await page.selectOption('select[name=level]', '3-step');
  const threeSteps = model.filter(({ problem }) => problem.difficulty === '3-step');
  assert.deepEqual(await rowIds(page), idsOf(threeSteps));
  assert.equal(await count.textContent(), '10 of 40 problems');
  await page.selectOption('select[name=flipped]', '2');
  assert.deepEqual(await rowIds(page), idsOf(threeSteps.filter(({ flips }) => flips(2))));
  await page.selectOption('select[name=level]', '');
  await page.selectOption('select[name=flipped]', '');
  await page.selectOption('select[name=right]', 'wrong');
  assert.deepEqual(await rowIds(page), idsOf(model.filter(({ right }) => !right)));
  await page.selectOption('select[name=right]', '');
  await page.fill('input[name=text]', 'gsm-mini-42-7 how');
  assert.deepEqual(await rowIds(page), ['gsm-mini-42-7']);
  assert.equal(await shownId(page), 'gsm-mini-42-7');
  await page.fill('input[name=text]', 'no such words');
  assert.deepEqual(await rowIds(page), []);
  assert.match((await page.locator('.detail').textContent()) ?? '', /No problem passes the filters/);
  await page.close();
});

test('Every heading sorts, a second time the other way round', async () => {
  const { page } = await openReport(browser, file);
  const sort = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const sorted = async (): Promise<(string | null)[]> =>
    page
      .locator('.problems th')
      .evaluateAll((heads) =>
        heads.flatMap((head) =>
          head.getAttribute('aria-sort') === 'none' ? [] : [head.textContent, head.getAttribute('aria-sort')],
        ),
      );
  const byAnswer = [...model].sort((a, b) => a.problem.answer - b.problem.answer || a.index - b.index);
  await sort('Answer');
  assert.deepEqual(await rowIds(page), idsOf(byAnswer));
  assert.deepEqual(await sorted(), ['Answer', 'ascending']);
  await sort('Answer');
  assert.deepEqual(await sorted(), ['Answer', 'descending']);
  assert.deepEqual(
    await rowIds(page),
    idsOf([...model].sort((a, b) => b.problem.answer - a.problem.answer || a.index - b.index)),
  );
  await sort('Flips');
  const flips = ({ flips: flip }: (typeof model)[number]): number => [1, 2, 3, 4, 5, 6].filter(flip).length;
  assert.deepEqual(
    await rowIds(page),
    idsOf([...model].sort((a, b) => flips(b) - flips(a) || a.index - b.index)),
  );
  assert.equal(await hashOf(page), '#sort=-flips');
  await page.close();
});

test('A keyboard alone finds a problem, walks the table and looks at a thought', async () => {
  const { page } = await openReport(browser, file);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Skip to the explorer');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'explorer');
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'text');
  await page.keyboard.type('gsm-mini-42-1');
  const found = idsOf(model.filter(({ problem }) => problem.gsm8k_id.startsWith('gsm-mini-42-1')));
  assert.deepEqual(await rowIds(page), found);
  // Three filters and seven headings, then one stop for the whole table.
  for (let stop = 0; stop < 11; stop++) await page.keyboard.press('Tab');
  // The table's frame can be scrolled, so browsers may stop there first.
  if ((await focused(page)) === 'problem-table') await page.keyboard.press('Tab');
  assert.equal(await focused(page), found[0]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.deepEqual([await focused(page), await shownId(page)], [found[2], found[2]]);
  await page.keyboard.press('End');
  assert.equal(await shownId(page), found.at(-1));
  await page.keyboard.press('Home');
  assert.equal(await shownId(page), found[0]);
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'layer');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'thought-2');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'thought-2', 'the choice keeps the focus');
  assert.equal(await page.locator('.thought[aria-pressed=true] strong').textContent(), 'Thought 2');
  assert.ok((await page.locator(':focus-visible').count()) === 1, 'the focus can be seen');
  await page.close();
});

test('A link brings everything back: problem, layer, head, thought, filters and order', async () => {
  const hash = '#problem=gsm-mini-42-5&layer=4&head=3&thought=2&sort=-drop&level=3-step';
  const { page, complaints } = await openReport(browser, file, hash);
  assert.equal(await shownId(page), 'gsm-mini-42-5');
  assert.equal(await page.inputValue('select[name=layer]'), '4');
  assert.equal(await page.inputValue('select[name=head]'), '3');
  assert.equal(await page.inputValue('select[name=level]'), '3-step');
  assert.equal(await page.locator('.thought[aria-pressed=true] strong').textContent(), 'Thought 2');
  const drops = ({ drop }: (typeof model)[number]): number => Math.max(...[1, 2, 3, 4, 5, 6].map(drop));
  const rows = model.filter(({ problem }) => problem.difficulty === '3-step');
  assert.deepEqual(
    await rowIds(page),
    idsOf([...rows].sort((a, b) => drops(b) - drops(a) || a.index - b.index)),
  );
  assert.ok(
    await page.locator('.detail').evaluate((detail) => Math.abs(detail.getBoundingClientRect().top) < 120),
  );
  assert.equal(await hashOf(page), hash);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('A link to what is not there shows the start, and markup in a link is text', async () => {
  const { page, complaints } = await openReport(
    browser,
    file,
    '#problem=<img src=x onerror=alert(1)>&layer=99&head=77&thought=50&sort=evil&text=',
  );
  assert.equal(await shownId(page), 'gsm-mini-42-0');
  assert.equal((await rowIds(page)).length, 40);
  assert.equal(await page.locator('img').count(), 0);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('Back and forward go through the problems that were chosen', async () => {
  const { page } = await openReport(browser, file);
  for (const id of ['gsm-mini-42-3', 'gsm-mini-42-8']) await page.locator(`[data-problem="${id}"]`).click();
  assert.equal(await shownId(page), 'gsm-mini-42-8');
  await page.goBack();
  assert.equal(await shownId(page), 'gsm-mini-42-3');
  await page.goBack();
  assert.equal(await shownId(page), 'gsm-mini-42-0');
  await page.goForward();
  assert.equal(await shownId(page), 'gsm-mini-42-3');
  await page.close();
});

test('The detail shows what the results say of the problem', async () => {
  const { page } = await openReport(browser, file, '#problem=gsm-mini-42-5&thought=1&layer=7');
  const { problem, flips, drop } = model[5] ?? assert.fail();
  const marks = await page.locator('.question mark').allTextContents();
  assert.deepEqual(marks, problem.question.match(/\d+/g));
  const shaded = page.locator('.question mark').first();
  assert.equal(await shaded.getAttribute('title'), '40 % of the attention');
  const first = page.locator('.thought').first();
  const [step = ''] = problem.steps ?? [];
  assert.match((await first.textContent()) ?? '', new RegExp(`step: ${step.replace(/[*+]/g, '\\$&')}`));
  assert.equal(await first.locator('.hit').count(), 1, 'the lens says the result of step 1');
  assert.equal(flips(1), true);
  const row = page.locator('.ablation-part tbody tr').first();
  assert.deepEqual(await row.locator('td').allTextContents(), [
    String(problem.answer + 2),
    'flips',
    drop(1).toFixed(2),
    (3 - drop(1)).toFixed(2),
    (drop(1) / 2).toFixed(2),
  ]);
  const cuts = await page.locator('.truncation-part tbody tr td:nth-child(3)').allTextContents();
  assert.deepEqual(cuts, ['wrong', 'wrong', 'wrong', 'right', 'right', 'right', 'right']);
  await page.selectOption('select[name=head]', '2');
  assert.match((await page.locator('.attention-part').textContent()) ?? '', /head 2 \(counted from 0\)/);
  await page.close();
});
