import { correlationText, fixed, percent, percentInterval, pText } from '../../words/notation.js';
import type { AttentionBench } from './attention-bench.js';
import type { ComparisonSummary } from './comparison-summary.js';
import type { DecompositionSummary } from './decomposition-summary.js';
import { groupName } from '../../words/key-group.js';
import type { RoutingSummary } from './routing-summary.js';
import type { TwinSummary } from './twin-summary.js';

/** Routing at the deepest layer that was read: how much of each thought's look at the question goes to numbers. */
export function routingFindings(routing: RoutingSummary | null): string[] {
  const key = Object.keys(routing?.by_layer ?? {}).at(-1);
  if (routing === null || key === undefined) return [];
  const even = routing.token_shares['number'] ?? 0;
  const shares = (routing.by_layer[key] ?? []).map(({ thought, classes }) => {
    const all = Object.values(classes).reduce((sum, each) => sum + (each.mean ?? 0), 0);
    return `thought ${thought} ${all === 0 ? 'none' : percent((classes['number']?.mean ?? 0) / all)}`;
  });
  return [
    `Of what each thought's row gives to the question at ${key.replace('_', ' ')}, number tokens get ${shares.join(', ')}; they are ${percent(even)} of the tokens (${routing.problems} problems).`,
  ];
}

/** What the margin is made of. */
export function decompositionFindings(decomposition: DecompositionSummary | null): string[] {
  if (decomposition === null || decomposition.margin.mean === null) return [];
  const mlp = decomposition.layers.reduce((sum, layer) => sum + (layer.mlp.mean ?? 0), 0);
  const parts = [
    ...decomposition.attention.map(({ group, mean }) => ({
      name: `attention to ${groupName(group)}`,
      mean: mean ?? 0,
    })),
    { name: 'the MLPs', mean: mlp },
    { name: 'the embedding', mean: decomposition.embedding.mean ?? 0 },
  ].sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
  const named = parts.slice(0, 4).map(({ name, mean }) => `${name} (${fixed(mean, 2)})`);
  return [
    `The gold token leads the strongest other one by ${fixed(decomposition.margin.mean, 2)} logits on average (${decomposition.problems} baseline-correct problems); most of it, for or against, comes directly from ${named.join(', ')}.`,
  ];
}

/** Whether the methods agree on the most important thought, and what attention predicts of their effects. */
export function comparisonFindings(
  comparison: ComparisonSummary | null,
  bench: AttentionBench | null,
): string[] {
  if (comparison === null) return [];
  const leaders = comparison.arms.map(({ name, thoughts }) => {
    const drops = thoughts.map(({ drop }) => drop.mean ?? -Infinity);
    return { name, leader: drops.indexOf(Math.max(...drops)) + 1 };
  });
  const byLeader = [...new Set(leaders.map(({ leader }) => leader))].map((leader) => {
    const names = leaders.filter((each) => each.leader === leader).map(({ name }) => name);
    return `thought ${leader} (${names.join('; ')})`;
  });
  const agree = byLeader.length === 1 ? 'Every way to ablate agrees on' : 'Ways to ablate do not agree on';
  return [
    `${agree} the thought with the largest mean drop: ${byLeader.join(', ')}.`,
    ...benchFindings(bench ?? []),
  ];
}

function benchFindings(bench: AttentionBench): string[] {
  return (['attention', 'value_norms'] as const).flatMap((predictor) => {
    const own = bench.filter((each) => each.predictor === predictor);
    if (own.length === 0) return [];
    const name = predictor === 'attention' ? 'Attention weight' : 'The value-weighted norm';
    const found = own.flatMap(({ arm, layers }) => {
      const told = layers.filter(({ p_holm: p }) => p !== null && p < 0.05);
      const strongest = told.toSorted((a, b) => Math.abs(b.r ?? 0) - Math.abs(a.r ?? 0))[0];
      return strongest?.r == null || strongest.p_holm === null
        ? []
        : [
            `${arm} (layer ${strongest.layer}: conditional r = ${correlationText(strongest.r)}, Holm ${pText(strongest.p_holm)}; ${told.length} of ${layers.length} layers)`,
          ];
    });
    return [
      found.length === 0
        ? `${name} predicts the effect of none of the ${own.length} arms inside problems and positions.`
        : `${name} goes with the effect of ${found.length} of ${own.length} arms inside problems and positions: ${found.join('; ')}.`,
    ];
  });
}

/** For each thought, from which changed step on patching it moves the answer. */
export function twinFindings(twins: TwinSummary | null): string[] {
  if (twins === null || twins.both_correct === 0) return [];
  const single = twins.from_twin.filter(({ thoughts }) => thoughts.length === 1);
  const moved = single
    .filter(({ took_answer: { wilson_95: interval } }) => interval !== null && interval[0] > 0.5)
    .map(
      ({ thoughts, first_changed_step: step, took_answer: { count, n, wilson_95: interval } }) =>
        `thought ${thoughts[0] ?? 0} where step ${step} changes (${count} of ${n}, ${percentInterval(interval ?? [0, 1])})`,
    );
  const best = single.toSorted((a, b) => (b.took_answer.rate ?? 0) - (a.took_answer.rate ?? 0))[0];
  const most =
    best === undefined
      ? ''
      : `; most often thought ${best.thoughts[0] ?? 0} where step ${best.first_changed_step} changes (${best.took_answer.count} of ${best.took_answer.n})`;
  const start = `Putting one thought of a twin into a problem (${twins.both_correct} pairs solved on both sides)`;
  return [
    moved.length === 0
      ? `${start} moves the answer to the twin's in most pairs for no thought and step${most}.`
      : `${start} moves the answer to the twin's in most pairs for ${moved.join('; ')}.`,
  ];
}
