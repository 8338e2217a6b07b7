import type { Checkpoint, EditSite } from '@codiscope/models';
import {
  AttentionQuery,
  HeadReduction,
  KeyReduction,
  Site,
  type AttentionCapture,
  type Capture,
} from '@codiscope/proto';

import { keyGroups } from '../engine/key-groups.js';
import type { AttentionPlan, CapturePlan, ResidualPlan } from '../engine/rollout-plan.js';
import type { FieldViolation } from '../errors.js';

const SITES: Partial<Record<Site, EditSite | 'final_norm'>> = {
  [Site.RESID_POST]: 'resid_post',
  [Site.EMBED]: 'embed',
  [Site.ATTN_OUT]: 'attn_out',
  [Site.MLP_OUT]: 'mlp_out',
  [Site.FINAL_NORM]: 'final_norm',
};

/** What is captured of each captured variant. Violations are added to `wrong`. */
export function resolveCapture(capture: Capture, layers: number, wrong: FieldViolation[]): CapturePlan {
  const { attention, residuals, logits, lens } = capture;
  const sites = residuals?.sites ?? [];
  if (residuals && sites.length === 0) {
    wrong.push({ field: 'capture.residuals.sites', description: 'is empty; name at least one site' });
  }
  if (lens && (lens.top < 1 || lens.top > 100)) {
    wrong.push({ field: 'capture.lens.top', description: `is ${lens.top}; ask for 1 to 100 tokens` });
  }
  const residualLayers = residuals ? resolveLayers(residuals.layers, 'capture.residuals', layers, wrong) : [];
  return {
    attention: attention ? resolveAttention(attention, layers, wrong) : null,
    residuals: sites.flatMap((site, index): ResidualPlan[] => {
      const name = SITES[site];
      if (!name) {
        wrong.push({ field: `capture.residuals.sites[${index}]`, description: 'is not given; name a site' });
        return [];
      }
      return [{ site: name, layers: name === 'embed' || name === 'final_norm' ? [] : residualLayers }];
    }),
    logits,
    lensTop: lens?.top ?? 0,
  };
}

function resolveAttention(
  attention: AttentionCapture,
  layers: number,
  wrong: FieldViolation[],
): AttentionPlan {
  const queries = new Set(attention.queries);
  if (queries.size === 0 || queries.has(AttentionQuery.UNSPECIFIED)) {
    wrong.push({
      field: 'capture.attention.queries',
      description: 'must name rows: THOUGHTS, EOT, NUMBER or ANSWER',
    });
  }
  return {
    thoughts: queries.has(AttentionQuery.THOUGHTS),
    eot: queries.has(AttentionQuery.EOT),
    answer: queries.has(AttentionQuery.ANSWER),
    number: queries.has(AttentionQuery.NUMBER),
    layers: resolveLayers(attention.layers, 'capture.attention', layers, wrong),
    headMean: attention.heads === HeadReduction.MEAN,
    grouped: attention.keys === KeyReduction.GROUPS,
  };
}

function resolveLayers(
  asked: readonly number[],
  path: string,
  layers: number,
  wrong: FieldViolation[],
): number[] {
  asked.forEach((layer, index) => {
    if (layer >= layers) {
      wrong.push({
        field: `${path}.layers[${index}]`,
        description: `is ${layer}; the model has layers 0 to ${layers - 1}`,
      });
    }
  });
  if (asked.length === 0) return Array.from({ length: layers }, (_, layer) => layer);
  return [...new Set(asked)].sort((a, b) => a - b);
}

/** Bytes that one variant's captures take at most. */
export function captureBytes(
  plan: CapturePlan,
  checkpoint: Checkpoint,
  questionTokens: number,
  newTokens: number,
): number {
  const { architecture, settings } = checkpoint;
  const positions = questionTokens + 2 + settings.thoughts + newTokens;
  let floats = 0;
  if (plan.attention) {
    const { thoughts, eot, answer, number, layers, headMean, grouped } = plan.attention;
    const rows = (thoughts ? settings.thoughts : 0) + (eot ? 1 : 0) + (answer || number ? newTokens : 0);
    const keys = grouped ? keyGroups(settings.thoughts).length : positions;
    floats += rows * layers.length * (headMean ? 1 : architecture.heads) * keys;
  }
  for (const { layers } of plan.residuals) {
    floats += settings.thoughts * Math.max(1, layers.length) * architecture.hiddenSize;
  }
  if (plan.logits) floats += newTokens * (architecture.embeddingRows - 1);
  // Token, piece and log-probability take less than 32 bytes.
  return 4 * floats + 32 * settings.thoughts * plan.lensTop;
}
