import type { EditSite } from '@codiscope/models';

import type { ReferenceFacts } from './reference.js';

const SITES: readonly string[] = [
  'embed',
  'head',
  'attn_out',
  'mlp_out',
  'resid_post',
] satisfies readonly EditSite[];

/** Facts out of a file's text; null when they are none. */
export function readFacts(text: string): ReferenceFacts | null {
  let found: Partial<Record<keyof ReferenceFacts, unknown>>;
  try {
    found = Object(JSON.parse(text)) as typeof found;
  } catch {
    return null;
  }
  const { id, name, model, questions, thoughts, sites, layers } = found;
  const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
  const isSite = (value: unknown): value is EditSite => typeof value === 'string' && SITES.includes(value);
  if (typeof id !== 'string' || typeof name !== 'string' || typeof model !== 'string') return null;
  if (!isCount(questions) || !isCount(thoughts)) return null;
  if (!Array.isArray(sites) || !sites.every(isSite)) return null;
  if (!Array.isArray(layers) || !layers.every(isCount)) return null;
  return { id, name, model, questions, thoughts, sites, layers };
}
