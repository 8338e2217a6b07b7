import type { Problem } from '../../datasets/problem.js';
import { readSteps } from '../../datasets/twins/read-steps.js';
import { twinOf } from '../../datasets/twins/twin-of.js';
import type { ValueRange } from '../../datasets/worked-problem.js';
import type { TwinPair } from '../../datasets/twins/twin-pair.js';
import { thoughtsUpTo, type LayerIndex } from '../../words/thought.js';
import type { PlanContext } from '../experiment.js';
import { BASELINE, type PlannedRequest, type PlannedVariant, type RolloutPlan } from '../rollout-plan.js';
import { rolloutRecord } from '../rollout-record.js';
import { WIRE_SITES } from '../arms/arm.js';
import type { TWIN_SITES } from '../arms/names.js';
import { setName, type ThoughtSet } from '../arms/thought-sets.js';

/** Where thoughts are patched. */
export interface TwinPlace {
  readonly site: (typeof TWIN_SITES)[number];
  /** Null for `embed`, which is before the layers. */
  readonly layer: LayerIndex | null;
}

/** `from_twin`: the twin's values put into the problem's run; `from_problem`: the other way round. */
export type PatchDirection = 'from_twin' | 'from_problem';

/** Whose answer is the gold one of a request: that of the run itself, or of the run that is patched from. */
export type GoldOf = 'own' | 'source';

const SOURCE = 'source';

/** The id of a pair's variant; without a set the unpatched run. */
export function twinVariantId(direction: PatchDirection, gold: GoldOf, set?: ThoughtSet): string {
  return `${direction}/${gold}/${set ? `patch:${setName(set)}` : BASELINE}`;
}

/** What is patched together: single thoughts, then prefixes 1..k, then suffixes k..N, each set once. */
export function patchedSets(thoughts: number): ThoughtSet[] {
  const all = thoughtsUpTo(thoughts);
  const sets = [
    ...all.map((thought) => [thought]),
    ...all.map((_, index) => all.slice(0, index + 1)),
    ...all.map((_, index) => all.slice(index)),
  ];
  return [...new Map(sets.map((set) => [setName(set), set])).values()];
}

/** A run of one of the two questions, with the other's values put in; scored for one of the two answers. */
function patchedRequest(
  { problem, twin }: TwinPair,
  direction: PatchDirection,
  gold: GoldOf,
  { site, layer }: TwinPlace,
  thoughts: number,
): PlannedRequest {
  const [own, source] = direction === 'from_twin' ? [problem, twin] : [twin, problem];
  const variants: PlannedVariant[] = patchedSets(thoughts).map((set) => ({
    id: twinVariantId(direction, gold, set),
    interventions: [
      {
        site: WIRE_SITES[site],
        layers: layer === null ? [] : [layer],
        thoughts: [...set],
        method: { $case: 'patch', value: { source: SOURCE } },
      },
    ],
  }));
  return {
    question: own.question,
    goldAnswer: (gold === 'own' ? own : source).answer,
    variants: [{ id: twinVariantId(direction, gold) }, ...variants],
    sources: [{ id: SOURCE, question: { $case: 'text', value: source.question } }],
  };
}

/** The rollouts of twin patching: each pair both ways, each way scored for either answer. */
export function twinPlan(
  { twinned, place }: { readonly twinned: TwinnedProblems; readonly place: TwinPlace },
  { problems, model, maxNewTokens }: PlanContext,
): RolloutPlan {
  const wanted = new Set(problems.map(({ gsm8k_id: id }) => id));
  const pairs = twinned.pairs.filter(({ problem }) => wanted.has(problem.gsm8k_id));
  const pairOf = new Map(pairs.map((pair) => [pair.problem.gsm8k_id, pair]));
  return {
    experiment: 'twins',
    problems: pairs.map(({ problem }) => problem),
    requests: ({ gsm8k_id: id }) => {
      const pair = pairOf.get(id);
      if (!pair) return [];
      return (['from_twin', 'from_problem'] as const).flatMap((direction) =>
        (['own', 'source'] as const).map((gold) =>
          patchedRequest(pair, direction, gold, place, model.thoughts),
        ),
      );
    },
    protocol: 'official',
    maxNewTokens,
    record: ({ gsm8k_id: id }, variant, rollout) => rolloutRecord(id, variant, rollout),
  };
}

/** Which twin each problem gets. */
export interface TwinChoice {
  readonly seed: number;
  /** What numbers, operands and results may be. */
  readonly values: ValueRange;
}

/** Problems with their twins, and those that have none. */
export interface TwinnedProblems {
  readonly pairs: readonly TwinPair[];
  readonly without: readonly { readonly problem_id: string; readonly reason: string }[];
}

/** One twin of each problem whose steps tell where every number goes. */
export function twinsOfProblems(problems: readonly Problem[], { seed, values }: TwinChoice): TwinnedProblems {
  const found = problems.map((problem) => {
    const worked = readSteps(problem);
    return { problem, twin: typeof worked === 'string' ? worked : twinOf(worked, seed, { values }) };
  });
  return {
    pairs: found.flatMap(({ twin }) => (typeof twin === 'string' ? [] : [twin])),
    without: found.flatMap(({ problem, twin }) =>
      typeof twin === 'string' ? [{ problem_id: problem.gsm8k_id, reason: twin }] : [],
    ),
  };
}
