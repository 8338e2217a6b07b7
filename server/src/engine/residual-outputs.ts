import { stepOutput } from '@codiscope/models';

import type { ResidualPlan } from './rollout-plan.js';

/** The step outputs that hold a site's vectors, in the order of the plan's layers. */
export function residualOutputs({ site, layers }: ResidualPlan): string[] {
  if (site === 'final_norm') return [stepOutput.state];
  if (site === 'embed') return [stepOutput.value({ site, layer: null })];
  return layers.map((layer) => stepOutput.value({ site, layer }));
}
