import type { Page } from 'playwright-core';

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

/** What stands after # in the address. */
export function hashOf(page: Page): string {
  return new URL(page.url()).hash;
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
