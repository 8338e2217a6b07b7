import type { Source } from '@codiscope/proto';

import type { FieldViolation } from '../errors.js';
import { questionTokens } from './question-tokens.js';
import type { RequestContext } from './request-context.js';

/** The source questions of a request by id, as token ids. Violations are added to `wrong`. */
export function resolveSources(
  sources: readonly Source[],
  context: RequestContext,
  wrong: FieldViolation[],
): Map<string, readonly number[]> {
  const { maxSources } = context.limits;
  if (sources.length > maxSources) {
    const description = `has ${sources.length} entries; send at most ${maxSources}`;
    wrong.push({ field: 'sources', description });
  }
  const found = new Map<string, readonly number[]>();
  sources.slice(0, maxSources).forEach(({ id, question }, index) => {
    const path = `sources[${index}]`;
    if (id === '') wrong.push({ field: `${path}.id`, description: 'is empty; name the source' });
    if (found.has(id)) {
      wrong.push({ field: `${path}.id`, description: `"${id}" is there twice; name each source once` });
    }
    const tokens = questionTokens(question, context);
    if ('field' in tokens) wrong.push({ ...tokens, field: `${path}.${tokens.field}` });
    found.set(id, 'field' in tokens ? [] : tokens.ids);
  });
  return found;
}
