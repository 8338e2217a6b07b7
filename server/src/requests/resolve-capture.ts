import {
  AttentionQuery,
  HeadReduction,
  KeyReduction,
  Site,
  VectorReduction,
  type AttentionCapture,
  type Capture,
  type ResidualCapture,
} from '@codiscope/proto';

import type { AttentionPlan, CapturePlan, ResidualPlan } from '../engine/captures/capture-plan.js';
import { layersWithin, upTo } from './numbered.js';
import { resolveSlots } from './resolve-slots.js';
import { readSite } from './sites.js';
import type { VariantScope } from './variant-scope.js';

/** The most tokens that a list of likely ones may have. */
const MOST_TOP = 100;

const QUERIES: readonly AttentionQuery[] = [
  AttentionQuery.BOT,
  AttentionQuery.THOUGHTS,
  AttentionQuery.EOT,
  AttentionQuery.NUMBER,
  AttentionQuery.ANSWER,
];
const HEADS: readonly HeadReduction[] = [HeadReduction.UNSPECIFIED, HeadReduction.NONE, HeadReduction.MEAN];
const KEYS: readonly KeyReduction[] = [KeyReduction.UNSPECIFIED, KeyReduction.NONE, KeyReduction.GROUPS];
const REDUCTIONS: readonly VectorReduction[] = [
  VectorReduction.UNSPECIFIED,
  VectorReduction.NONE,
  VectorReduction.NORM,
];

/** A value of a later version of the contract must not be taken for the default. */
function requireKnown<T>(value: T, known: readonly T[], field: string, wrong: CaptureScope['wrong']): void {
  if (known.includes(value)) return;
  wrong.push({ field, description: 'is not known to this server; leave it out or use a known value' });
}

/** What captures are checked against. */
export type CaptureScope = Pick<VariantScope, 'layers' | 'thoughts' | 'question' | 'references' | 'wrong'>;

/** What is captured of each captured variant. Violations are added to the scope's. `scored`: with a gold answer. */
export function resolveCapture(capture: Capture, scope: CaptureScope, scored: boolean): CapturePlan {
  const { attention, residuals, logits, lens, nextTokens, attribution, offManifold } = capture;
  const { wrong, layers, references } = scope;
  for (const [field, asked] of [
    ['lens', lens],
    ['next_tokens', nextTokens],
  ] as const) {
    if (!asked || (asked.top >= 1 && asked.top <= MOST_TOP)) continue;
    const description = `is ${asked.top}; ask for 1 to ${MOST_TOP} tokens`;
    wrong.push({ field: `capture.${field}.top`, description });
  }
  if (attribution) requireKnown(attribution.keys, KEYS, 'capture.attribution.keys', wrong);
  if (attribution && !scored) {
    wrong.push({
      field: 'capture.attribution',
      description: "is read at the gold answer's number token; give gold_answer",
    });
  }
  const cloud = offManifold?.reference ?? '';
  if (cloud !== '' && !references.has(cloud)) {
    const description = `"${cloud}" is no reference of this model; fit one with ReferenceService.FitReference`;
    wrong.push({ field: 'capture.off_manifold.reference', description });
  }
  const lensLayers = lens ? layersWithin(lens.layers, 'capture.lens', layers, wrong) : [];
  return {
    attention: attention ? resolveAttention(attention, scope) : null,
    residuals: residuals ? resolveResiduals(residuals, scope) : [],
    logits,
    lens: lens ? { top: lens.top, layers: lensLayers.length > 0 ? lensLayers : [layers - 1] } : null,
    nextTokens: nextTokens?.top ?? 0,
    attribution: attribution ? { grouped: attribution.keys === KeyReduction.GROUPS } : null,
    moved: offManifold !== undefined,
  };
}

function resolveAttention(attention: AttentionCapture, { layers, wrong }: CaptureScope): AttentionPlan {
  requireKnown(attention.heads, HEADS, 'capture.attention.heads', wrong);
  requireKnown(attention.keys, KEYS, 'capture.attention.keys', wrong);
  const queries = new Set(attention.queries);
  const known = [...queries].every((query) => QUERIES.includes(query));
  if (queries.size === 0 || !known) {
    wrong.push({
      field: 'capture.attention.queries',
      description: 'must name rows: BOT, THOUGHTS, EOT, NUMBER or ANSWER',
    });
  }
  return {
    bot: queries.has(AttentionQuery.BOT),
    thoughts: queries.has(AttentionQuery.THOUGHTS),
    eot: queries.has(AttentionQuery.EOT),
    answer: queries.has(AttentionQuery.ANSWER),
    number: queries.has(AttentionQuery.NUMBER),
    layers: allIfEmpty(layersWithin(attention.layers, 'capture.attention', layers, wrong), layers),
    headMean: attention.heads === HeadReduction.MEAN,
    grouped: attention.keys === KeyReduction.GROUPS,
    valueNorms: attention.valueNorms,
  };
}

function resolveResiduals(residuals: ResidualCapture, scope: CaptureScope): ResidualPlan[] {
  const { wrong, layers, thoughts } = scope;
  const path = 'capture.residuals';
  requireKnown(residuals.reduction, REDUCTIONS, `${path}.reduction`, wrong);
  if (residuals.sites.length === 0) {
    wrong.push({ field: `${path}.sites`, description: 'is empty; name at least one site' });
  }
  const everyThought = {
    question: [],
    bot: false,
    thoughts: upTo(thoughts).map((index) => index + 1),
    eot: false,
    answer: false,
  };
  const slots = residuals.slots
    ? resolveSlots(residuals.slots, `${path}.slots`, thoughts, scope)
    : everyThought;
  const ofLayers = allIfEmpty(layersWithin(residuals.layers, path, layers, wrong), layers);
  return residuals.sites.flatMap((site, index): ResidualPlan[] => {
    const name = readSite(site);
    if (!name) {
      wrong.push({ field: `${path}.sites[${index}]`, description: 'is not given; name a site' });
      return [];
    }
    if (site === Site.FINAL_NORM && slots && slots.question.length > 0) {
      wrong.push({
        field: `${path}.sites[${index}]`,
        description: `is not computed at question slots; read RESID_POST of layer ${layers - 1} there, which the final norm takes`,
      });
    }
    const layered = name !== 'embed' && name !== 'final_norm';
    const norms = residuals.reduction === VectorReduction.NORM;
    return slots ? [{ site: name, layers: layered ? ofLayers : [], slots, norms }] : [];
  });
}

function allIfEmpty(found: number[], layers: number): number[] {
  return found.length > 0 ? found : upTo(layers);
}
