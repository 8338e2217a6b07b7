import { base } from './base.js';
import { colours } from './colours.js';
import { explorer } from './explorer.js';
import { figures } from './figures.js';
import { findings } from './findings.js';
import { print } from './print.js';

/** The page's style. */
export const styleSheet = [colours, base, findings, figures, explorer, print].join('');
