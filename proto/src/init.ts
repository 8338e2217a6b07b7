import type { Capture } from './gen/codi/v1/capture.js';
import type { Intervention, Knockout, Variant } from './gen/codi/v1/intervention.js';
import type { FitReferenceRequest } from './gen/codi/v1/reference.js';
import type { RolloutRequest } from './gen/codi/v1/rollout.js';

/** A request of which only that is written down which differs from the defaults. */
export type RolloutRequestInit = Parameters<typeof RolloutRequest.fromPartial>[0];
/** A variant in short. */
export type VariantInit = Parameters<typeof Variant.fromPartial>[0];
/** An intervention in short. */
export type InterventionInit = Parameters<typeof Intervention.fromPartial>[0];
/** A knockout in short. */
export type KnockoutInit = Parameters<typeof Knockout.fromPartial>[0];
/** A capture in short. */
export type CaptureInit = Parameters<typeof Capture.fromPartial>[0];
/** What a reference is fitted on, in short. */
export type FitReferenceRequestInit = Parameters<typeof FitReferenceRequest.fromPartial>[0];
