import { Site, type FitReferenceRequest } from '@codiscope/proto';

import { invalidRequest, type FieldViolation } from '../errors.js';
import type { ReferencePlan } from '../references/fit-reference.js';
import { bytesPerQuestion } from '../references/reference.js';
import { numbersWithin, upTo } from './numbered.js';
import { questionTokens } from './question-tokens.js';
import type { RequestContext } from './request-context.js';
import { editSite } from './sites.js';

/** Checks what is to be fitted. Throws a `ServerError` that names every wrong field. */
export function resolveReference(request: FitReferenceRequest, context: RequestContext): ReferencePlan {
  const { checkpoint, limits } = context;
  const { architecture, settings } = checkpoint;
  const wrong: FieldViolation[] = [];
  const { name, questions: asked } = request;
  if (name.length > 200) {
    wrong.push({ field: 'name', description: `has ${name.length} characters; give at most 200` });
  }
  const most = limits.maxReferenceQuestions;
  if (asked.length === 0 || asked.length > most) {
    wrong.push({ field: 'questions', description: `has ${asked.length} entries; send 1 to ${most}` });
  }
  const questions = asked.slice(0, most).map(({ question }, index) => {
    const tokens = questionTokens(question, context);
    if (!('field' in tokens)) return tokens.ids;
    wrong.push({ ...tokens, field: `questions[${index}].${tokens.field}` });
    return [];
  });
  const sites = (request.sites.length > 0 ? request.sites : [Site.RESID_POST]).flatMap((site, index) => {
    const known = site === Site.UNSPECIFIED ? null : editSite(site);
    if (known) return [known];
    wrong.push({
      field: `sites[${index}]`,
      description: 'cannot be kept; use RESID_POST, EMBED, ATTN_OUT, MLP_OUT or HEAD',
    });
    return [];
  });
  const { layers } = architecture;
  const what = `the model has layers 0 to ${layers - 1}`;
  const named = numbersWithin(request.layers, 'layers', { from: 0, to: layers - 1, what }, wrong);
  const distinct = [...new Set(sites)].sort();
  // The embedding is before the layers.
  const layered = distinct.some((site) => site !== 'embed');
  const plan: ReferencePlan = {
    name,
    questions,
    sites: distinct,
    layers: layered ? (request.layers.length === 0 ? upTo(layers) : named) : [],
  };
  const each = bytesPerQuestion({ ...plan, thoughts: settings.thoughts }, architecture);
  if (each * questions.length > limits.maxReferenceBytes) {
    const fit = Math.floor(limits.maxReferenceBytes / each);
    const size = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
    wrong.push({
      field: 'questions',
      description: `take ${size(each * questions.length)} with these sites and layers, more than ${size(limits.maxReferenceBytes)}; ${fit} questions would fit, or name fewer layers`,
    });
  }
  if (wrong.length > 0) throw invalidRequest('BAD_REFERENCE_REQUEST', wrong);
  return plan;
}
