import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { writeReport } from '@codiscope/analysis';
import type { Page } from 'playwright-core';

import { temporaryFolder } from '../harness/codi.js';
import { openReport, rowIds, shownId } from './browser.js';
import { MADE_FIGURES } from './made-figures.js';
import { madeRun } from './made-run.js';
import { browser, figuresFile, file, run } from './opened.js';

/** Lightness of the page's background, 0 to 255. */
function background(page: Page): Promise<number> {
  return page.evaluate(() => {
    const [red = 0, green = 0, blue = 0] = (
      getComputedStyle(document.body).backgroundColor.match(/\d+/g) ?? []
    ).map(Number);
    return (299 * red + 587 * green + 114 * blue) / 1000;
  });
}

/** Texts of elements whose contrast with what is behind them is below WCAG's 4.5. */
function pale(page: Page, scope = 'body'): Promise<string[]> {
  return page.evaluate((place) => {
    const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(colour)
        .slice(0, 3)
        .map((value) =>
          value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
        );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = (element: Element | null): string => {
      for (let at = element; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if ((channels(colour)[3] ?? 1) === 1) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    const texts = [...document.querySelectorAll(`${place} *`)].filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== ''),
    );
    return texts.flatMap((element) => {
      if (
        element.closest('script, style, canvas, noscript') ||
        (element as HTMLElement).offsetParent === null
      )
        return [];
      const [light, dark] = [luminance(getComputedStyle(element).color), luminance(behind(element))].sort(
        (a, b) => b - a,
      );
      const contrast = ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
      return contrast < 4.5
        ? [`${element.tagName} "${element.textContent.slice(0, 30)}": ${contrast.toFixed(2)}`]
        : [];
    });
  }, scope);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`In ${colorScheme} colours every text stands out, and the button switches to the other`, async () => {
    // The made-up figures are drawn in both colours by the first of these tests.
    const files = colorScheme === 'light' ? [file, figuresFile] : [file];
    for (const each of files) {
      const scope = each === file ? 'body' : '#figures';
      const { page, complaints } = await openReport(browser, each, '', { colorScheme });
      assert.equal((await background(page)) < 128, colorScheme === 'dark');
      assert.deepEqual(await pale(page, scope), []);
      await page.locator('#theme').click();
      assert.equal((await background(page)) < 128, colorScheme !== 'dark');
      assert.deepEqual(await pale(page, scope), []);
      assert.deepEqual(complaints, []);
      await page.close();
    }
  });
}

test('At 400 pixels nothing makes the page scroll sideways, with every table open', async () => {
  for (const [each, problem] of [
    [file, 'gsm-mini-42-3'],
    [figuresFile, 'made-3'],
  ] as const) {
    const { page } = await openReport(browser, each, `#problem=${problem}`, {
      viewport: { width: 400, height: 800 },
    });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    assert.deepEqual(
      await page.evaluate(() => [document.documentElement.scrollWidth, document.body.scrollWidth]),
      [400, 400],
    );
    const wide = await page.evaluate(() =>
      [...document.querySelectorAll('main *')]
        .filter(
          (element) => !element.closest('.scroll, .skip') && element.getBoundingClientRect().right > 401,
        )
        .map((element) => element.tagName),
    );
    assert.deepEqual(wide, []);
    assert.equal(await shownId(page), problem);
    await page.close();
  }
});

test('Every control, picture and table has a name, ids are unique, headings are in order', async () => {
  for (const each of [file, figuresFile]) {
    const { page } = await openReport(browser, each);
    const faults = await page.evaluate(() => {
      const named = (element: Element): boolean =>
        [element.getAttribute('aria-label'), element.getAttribute('title'), element.textContent].some(
          (text) => (text ?? '').trim() !== '',
        );
      const found: string[] = [];
      for (const control of document.querySelectorAll(
        'button, a[href], canvas, [role=region], [role=grid], summary',
      ))
        if (!named(control)) found.push(`no name: ${control.outerHTML.slice(0, 80)}`);
      // The text of a list to choose from is no name for it.
      for (const control of document.querySelectorAll<HTMLSelectElement>('select, input'))
        if (control.labels.length === 0) found.push(`no label: ${control.outerHTML.slice(0, 80)}`);
      const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
      found.push(...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice: ${id}`));
      for (const table of document.querySelectorAll('table'))
        if ([...table.querySelectorAll('th')].some((head) => !head.hasAttribute('scope')))
          found.push('a heading without scope');
      const levels = [...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) =>
        Number(tagName.slice(1)),
      );
      found.push(
        ...levels
          .filter((level, index) => level > (levels[index - 1] ?? 0) + 1)
          .map((level) => `skips to h${level}`),
      );
      if (document.querySelectorAll('h1, main, title').length !== 3 || document.documentElement.lang !== 'en')
        found.push('h1, main, title, lang');
      return found;
    });
    assert.deepEqual(faults, []);
    await page.close();
  }
});

test('Who wants less motion gets none', async () => {
  const { page } = await openReport(browser, file);
  const found: string[] = [];
  for (const reducedMotion of ['reduce', 'no-preference'] as const) {
    await page.emulateMedia({ reducedMotion });
    found.push(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior));
  }
  assert.deepEqual(found, ['auto', 'smooth']);
  await page.close();
});

test('On paper there are findings, figures and the chosen problem, and no controls', async () => {
  const { page } = await openReport(browser, file, '#problem=gsm-mini-42-3', { colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  assert.equal(await background(page), 255, 'also for who reads it on a dark screen');
  assert.deepEqual(await pale(page), []);
  for (const selector of ['#theme', '.filters', '.problems', '.choices'])
    assert.equal(await page.locator(selector).isVisible(), false, selector);
  for (const selector of ['#findings', '.detail .question'])
    assert.equal(await page.locator(selector).isVisible(), true, selector);
  assert.ok((await page.pdf()).length > 50_000);
  await page.goto(pathToFileURL(figuresFile).href);
  await page.waitForSelector('html[data-ready]');
  const widths = await page
    .locator('figure canvas')
    .evaluateAll((all) => all.map((canvas) => canvas.getBoundingClientRect().width));
  assert.ok(widths.length >= MADE_FIGURES.length);
  assert.deepEqual(
    widths.filter((width) => width > 720),
    [],
    'no chart is wider than a sheet',
  );
  await page.close();
});

test('Without JavaScript the findings are still there', async () => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(pathToFileURL(file).href);
  const { findings } = run.summary;
  const sentences = [
    findings.rq1,
    findings.rq2,
    findings.composition,
    findings.mechanism,
    findings.known_truth,
  ].flat();
  assert.deepEqual(await page.locator('.finding li').allTextContents(), sentences);
  assert.deepEqual(
    await page.locator('.finding .short').allTextContents(),
    [findings.rq1_in_short, findings.rq2_in_short].map((text) => text.replace('In short: ', '')),
  );
  await page.close();
});

test('1,000 problems can be used: found, sorted and opened', async () => {
  const large = temporaryFolder({ after });
  await madeRun(large, { perLevel: 250 });
  await writeReport(large);
  const { page, complaints } = await openReport(browser, join(large, 'report.html'));
  assert.equal((await rowIds(page)).length, 1000);
  await page.fill('input[name=text]', 'gsm-mini-42-777');
  assert.deepEqual(await rowIds(page), ['gsm-mini-42-777']);
  await page.fill('input[name=text]', '');
  await page.getByRole('button', { name: 'Drop', exact: true }).click();
  await page.locator('#problem-table tbody tr').first().click();
  assert.equal(await shownId(page), (await rowIds(page))[0]);
  assert.deepEqual(complaints, []);
  await page.close();
});
