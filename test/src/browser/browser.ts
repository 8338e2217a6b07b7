import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

import type { Ending } from '../harness/codi.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * The browser on the PATH.
 *
 * @throws Error when there is none: a test that needs a browser fails without one, it is never left out.
 */
export function browserPath(): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not here.
      }
    }
  }
  throw new Error(
    `No browser is on the PATH (looked for ${NAMES.join(', ')}). Install one, on Debian with: apt-get install -y chromium`,
  );
}

/** A browser that ends with the tests of a file. */
export async function startBrowser(
  context: Ending & { after: (clean: () => Promise<void>) => void },
): Promise<Browser> {
  // Root, as in a container, has no sandbox; the only page is ours.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({ executablePath: browserPath(), args });
  context.after(() => browser.close());
  return browser;
}

/** An opened report, and all that it complained of or asked a network for. */
export interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** Opens a file as a reader does, from disk, and waits until every figure is drawn. */
export async function openReport(
  browser: Browser,
  file: string,
  hash = '',
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(`${pathToFileURL(file).href}${hash}`);
  await page.waitForSelector('html[data-ready]', { timeout: 30_000 });
  return { page, complaints, requests };
}

/** Ids of the table's rows, from the top. */
export function rowIds(page: Page): Promise<string[]> {
  return page
    .locator('#problem-table tbody tr')
    .evaluateAll((rows) => rows.map((row) => row.dataset['problem'] ?? ''));
}

/** The id of the problem that is shown. */
export async function shownId(page: Page): Promise<string> {
  return (await page.locator('.detail h3').textContent()) ?? '';
}

/** What stands after # in the address, as the page has it: `page.url()` follows a moment later. */
export function hashOf(page: Page): Promise<string> {
  return page.evaluate(() => location.hash);
}

/** What has the focus, in a few words. */
export function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const active = document.activeElement as HTMLElement | null;
    return (
      active?.dataset['problem'] ?? active?.dataset['key'] ?? (active?.id || (active?.textContent ?? ''))
    );
  });
}
