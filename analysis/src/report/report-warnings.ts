import { approximationNote, precisionOf } from '../words/precision.js';
import type { ReportInputs } from './report-inputs.js';

/** What no reader may miss: a control that failed, a model that is only approximately itself. */
export interface Warning {
  readonly id: 'invalid' | 'approximate';
  readonly text: string;
}

/** The first few of a list of ids. */
function few(ids: readonly string[]): string {
  return `${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ', ..' : ''}`;
}

function problemCount(count: number): string {
  return `${count} ${count === 1 ? 'problem' : 'problems'}`;
}

/** The warnings that stand above everything. */
export function reportWarnings(
  inputs: Pick<ReportInputs, 'run' | 'summary' | 'ablation' | 'attention' | 'decomposition'>,
): Warning[] {
  const { run, summary, ablation, attention, decomposition } = inputs;
  const warnings: Warning[] = [];
  const { self_patch_valid: valid, self_patch_failures: failures } = summary.controls;
  // In the origin's protocol the self-patch is no no-op: that is one of the mistakes it was kept for.
  if (!valid && summary.protocol !== 'origin') {
    warnings.push({
      id: 'invalid',
      text:
        `A control failed: patching a thought with its own value changed ${problemCount(failures.length)} ` +
        `(${few(failures)}), which it must not. Nothing below can be relied on.`,
    });
  }
  const left = decomposition?.additivity.not_additive ?? [];
  if (left.length > 0) {
    warnings.push({
      id: 'invalid',
      text:
        `A control failed: the parts of the logit do not add up to it in ${problemCount(left.length)} ` +
        `(${few(left)}), which they must. What the answer is made of cannot be relied on.`,
    });
  }
  const notes = [precisionOf(run.model), ablation, attention, ...(decomposition ? [decomposition] : [])];
  const note = notes.map(approximationNote).find((text) => text !== null);
  if (note !== undefined) warnings.push({ id: 'approximate', text: note.replace(/^Approximate: t/, 'T') });
  return warnings;
}
