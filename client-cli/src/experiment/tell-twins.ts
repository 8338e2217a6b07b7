import type { TwinResults } from '@codiscope/analysis';

import { table } from '../terminal/table.js';
import { mean, thoughtColumns } from './thought-columns.js';

type Pair = TwinResults['pairs'][number];
type Patch = Pair['from_twin'][number];

/** What patching does to answers, by the thoughts that were patched and by the first step that differs. */
export function tellTwins({ pairs, thoughts, site, layer, without_twin: without }: TwinResults): string {
  const solved = pairs.filter((pair) => pair.both_correct);
  const percent = (patches: readonly Patch[], read: (patch: Patch) => boolean): string =>
    patches.length === 0 ? '' : `${(100 * mean(patches.map((patch) => Number(read(patch))))).toFixed(0)} %`;
  const cells = (patches: readonly Patch[]): string[] => [
    percent(patches, (patch) => patch.took_answer),
    percent(patches, (patch) => patch.kept_answer),
    mean(patches.flatMap(({ shift }) => shift ?? [])).toFixed(2),
  ];
  const sets = solved[0]?.from_twin.map((patch) => patch.thoughts) ?? [];
  const rows = sets.map((set, index) => [
    setText(set),
    ...cells(solved.flatMap(({ from_twin: patches }) => patches[index] ?? [])),
    ...cells(solved.flatMap(({ from_problem: patches }) => patches[index] ?? [])),
  ]);
  const steps = [...new Set(solved.map((pair) => pair.first_changed_step))].sort((a, b) => a - b);
  const byStep = steps.map((step) => {
    const those = solved.filter((pair) => pair.first_changed_step === step);
    const singles = Array.from({ length: thoughts }, (_, thought) =>
      percent(
        those.flatMap(({ from_twin: patches }) => patches[thought] ?? []),
        (patch) => patch.took_answer,
      ),
    );
    return [String(step), String(those.length), ...singles];
  });
  return [
    `${pairs.length} pairs of twins (${without.length} problems have none), both solved in ${solved.length}; thoughts patched ${site === 'embed' ? 'at their input embedding' : `at resid_post of layer ${layer ?? 0}`}`,
    'Of the pairs that are both solved: answers that become those of the run that was patched from, or stay; shift of log-probability towards it, in nats',
    table(['patched', 'from twin: took', 'kept', 'shift', 'from problem: took', 'kept', 'shift'], rows),
    '',
    "Single thoughts from the twin that make the twin's answer, by the first step that differs",
    table(['first step', 'pairs', ...thoughtColumns(thoughts)], byStep),
  ].join('\n');
}

/** A run of thoughts in short: "2..6". */
function setText(set: readonly number[]): string {
  const [first = 0] = set;
  return set.length === 1 ? String(first) : `${first}..${set.at(-1) ?? first}`;
}
