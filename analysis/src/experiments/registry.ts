import { ablation } from './ablation/ablation.js';
import { attention } from './attention/attention.js';
import { comparison } from './comparison/comparison.js';
import { decomposition } from './decomposition/decomposition.js';
import type { Experiment, FactsOf } from './experiment.js';
import { lens } from './lens/lens.js';
import { routing } from './routing/routing.js';
import { twins } from './twins/twins.js';

/** Those that statistics need first; the others in the order of a whole run and of its pages. */
const ROOMS = [ablation, attention, lens, routing, decomposition, comparison, twins] as const;

/** Every experiment. A new one is entered here, and all else follows. */
export const EXPERIMENTS: readonly Experiment[] = ROOMS;

type Optional = Exclude<(typeof ROOMS)[number], typeof ablation | typeof attention>;

type Together<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** What the summary keeps of all experiments that statistics do not need: a key is null where one was not run. */
export type OptionalFacts = Together<FactsOf<Optional>>;

/** The experiments that statistics do not need. */
export const OPTIONAL_EXPERIMENTS: readonly Experiment[] = EXPERIMENTS.filter(({ required }) => !required);
