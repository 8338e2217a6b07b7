import { parseThoughtSets, type Problem, type ThoughtSet } from '@codiscope/analysis';
import {
  CodiError,
  Protocol,
  Site,
  type CodiClient,
  type GetModelResponse,
  type InterventionInit,
  type Rollout,
  type VariantInit,
} from '@codiscope/proto';

/** What a run of `codi run` would take, from a few of its problems that were run. */
export interface RunCost {
  readonly model: string;
  readonly problems: number;
  readonly sets: string;
  /** Of one problem: the baseline, the sets, the controls, and one for the attention. */
  readonly rolloutsPerProblem: number;
  readonly rollouts: number;
  /** Thoughts, EOT and answer tokens of all rollouts, questions left out; what rollouts share is computed once. */
  readonly slots: number;
  readonly measured: {
    readonly problems: number;
    readonly rollouts: number;
    readonly seconds: number;
    readonly msPerRollout: number;
  };
  /** Measured seconds a problem times problems: of the rollouts; statistics and figures come after. */
  readonly seconds: number;
  /** The weights alone, by parameters and precision. */
  readonly weightsMiB: number;
  /** Of this process after the measurement, at most so far; null where the server runs in another. */
  readonly peakMiB: number | null;
}

/** The run that is planned. */
export interface PlannedRun {
  readonly problems: number;
  readonly sets: string;
  readonly maxNewTokens: number;
}

/**
 * Runs all variants of a few problems, each in one request as a run does, after one more that warms up.
 *
 * @throws CodiError as the server says, AnalysisError `BAD_ARGUMENT` for sets that the model has not.
 */
export async function measureRunCost(
  client: CodiClient,
  model: GetModelResponse,
  sample: readonly Problem[],
  planned: PlannedRun,
  { signal, embedded }: { signal: AbortSignal; embedded: boolean },
): Promise<RunCost> {
  const sets = parseThoughtSets(planned.sets, model.thoughts);
  const variants = variantsOf(sets, model);
  const ask = (problems: readonly Problem[]) =>
    runAll(client, problems, variants, planned.maxNewTokens, model, signal);
  await ask(sample.slice(0, 1));
  const { ms, rollouts, slots } = await ask(sample);
  // The attention is read off one more clean rollout a problem.
  const perProblem = variants.length + 1;
  const all = planned.problems * perProblem;
  const msPerRollout = ms / rollouts;
  return {
    model: model.id,
    problems: planned.problems,
    sets: planned.sets,
    rolloutsPerProblem: perProblem,
    rollouts: all,
    slots: Math.round((slots / rollouts) * all),
    measured: { problems: sample.length, rollouts, seconds: ms / 1000, msPerRollout },
    seconds: (msPerRollout * all) / 1000,
    weightsMiB: (model.parameters * (model.dtype === 'int8' ? 1.125 : 4)) / 2 ** 20,
    // Kilobytes on every system.
    peakMiB: embedded ? process.resourceUsage().maxRSS / 2 ** 10 : null,
  };
}

function variantsOf(sets: readonly ThoughtSet[], { thoughts, presets }: GetModelResponse): VariantInit[] {
  const all = Array.from({ length: thoughts }, (_, index) => index + 1);
  const change = (
    set: readonly number[],
    method: NonNullable<InterventionInit['method']>,
  ): InterventionInit => ({
    site: Site.RESID_POST,
    layers: [presets?.middle ?? 0],
    thoughts: [...set],
    method,
  });
  return [
    { id: 'baseline' },
    ...sets.map((set) => ({
      id: set.join('+'),
      interventions: [change(set, { $case: 'zero', value: {} })],
    })),
    { id: 'self-patch', interventions: [change(all, { $case: 'self', value: {} })] },
    ...all.map((thought) => ({ id: `cut:${thought - 1}`, thoughts: thought - 1 })),
  ];
}

async function runAll(
  client: CodiClient,
  problems: readonly Problem[],
  variants: VariantInit[],
  maxNewTokens: number,
  model: GetModelResponse,
  signal: AbortSignal,
): Promise<{ ms: number; rollouts: number; slots: number }> {
  const requests = problems.map(({ gsm8k_id: id, question, answer }) => ({
    id,
    question: { $case: 'text' as const, value: question },
    goldAnswer: String(answer),
    protocol: Protocol.OFFICIAL,
    decoding: { maxNewTokens },
    variants,
  }));
  const started = performance.now();
  let [rollouts, slots] = [0, 0];
  for await (const { variantId, outcome } of client.rolloutBatch(requests, { signal })) {
    if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
    if (!outcome) continue;
    rollouts++;
    slots += slotsOf(outcome.value, variantId, model.thoughts);
  }
  return { ms: performance.now() - started, rollouts, slots };
}

/** Slots after the question: thoughts, EOT, and every token but the last, which nothing follows. */
function slotsOf({ tokens }: Rollout, variantId: string, thoughts: number): number {
  const run = variantId.startsWith('cut:') ? Number(variantId.slice('cut:'.length)) : thoughts;
  return run + Math.max(1, tokens.length);
}
