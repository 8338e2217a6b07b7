import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';

import { pageScripts, reportPage } from '@codiscope/analysis';

import { codi, temporaryFolder } from '../harness/codi.js';
import { openReport, startBrowser } from './browser.js';
import { findCharts } from './charts.js';
import { madeContent } from './made-figures.js';
import { madeRun } from './made-run.js';

/** The browser of all tests of the page. */
export const browser = await startBrowser({ after });

const folder = temporaryFolder({ after });

/** Ten problems of each level, and what their run came to. */
export const run = await madeRun(folder, { perLevel: 10 });

/** Its report, written as a user does it. */
export const file = join(folder, 'report.html');
const { code, stderr } = await codi(['report', '--run', folder]);
assert.equal(code, 0, stderr);

/** A page of made-up figures of every kind. */
export const figuresFile = join(folder, 'figures.html');
writeFileSync(figuresFile, reportPage(madeContent(), await pageScripts()));

/** That page, opened once: its tests leave it usable for the next. */
export const figuresOpened = await openReport(browser, figuresFile, '', { reducedMotion: 'reduce' });
await findCharts(figuresOpened.page);
