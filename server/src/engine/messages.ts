import type { RunnableModels } from '@codiscope/models';

import type { ModelShape } from './model-shape.js';
import type { RolloutPlan } from './rollout-plan.js';
import type { BatchLimits } from './scheduler.js';
import type { VariantOutcome } from './variant-outcome.js';

/** What the worker is started with. */
export interface WorkerSettings {
  readonly models: RunnableModels;
  readonly model: ModelShape;
  readonly threads: number;
  readonly limits: BatchLimits;
}

/** To the worker. */
export type Command =
  | { readonly kind: 'submit'; readonly job: number; readonly plan: RolloutPlan }
  | { readonly kind: 'cancel'; readonly job: number }
  | { readonly kind: 'stop' };

/** From the worker. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'started'; readonly job: number }
  | {
      readonly kind: 'finished';
      readonly job: number;
      readonly variant: string;
      readonly outcome: VariantOutcome;
    }
  | { readonly kind: 'ended'; readonly job: number }
  | { readonly kind: 'failed'; readonly job: number; readonly message: string };
