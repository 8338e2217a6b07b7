import { lensReads, saidProblems } from './known/lens-reads.js';
import type { KnownFinding } from './known/finding.js';
import { cutCounts, truncationBreaks } from './known/truncation-breaks.js';
import type { ReportInputs } from './report-inputs.js';

/** The claims about thoughts and steps that can be checked against the problems' own steps. */
export function knownFindings({ ablation, lens, dataset }: ReportInputs): KnownFinding[] {
  const stepCounts = new Map([...dataset].map(([id, problem]) => [id, problem.reasoning_steps]));
  const findings = [truncationBreaks(cutCounts(ablation, stepCounts))];
  const layer = lens?.layers.at(-1)?.layer;
  if (lens !== null && layer !== undefined)
    findings.push(lensReads(saidProblems(lens, dataset, layer), layer));
  return findings;
}

/** What no reader may miss: a control that failed, a model that is only approximately itself. */
export interface Warning {
  readonly id: 'invalid' | 'approximate';
  readonly text: string;
}

/** The warnings that stand above everything. */
export function reportWarnings({ run, summary }: Pick<ReportInputs, 'run' | 'summary'>): Warning[] {
  const warnings: Warning[] = [];
  const { self_patch_valid: valid, self_patch_failures: failures } = summary.controls;
  if (!valid) {
    warnings.push({
      id: 'invalid',
      text:
        `A control failed: patching a thought with its own value changed ${failures.length} ` +
        `${failures.length === 1 ? 'problem' : 'problems'} (${failures.slice(0, 5).join(', ')}${failures.length > 5 ? ', ..' : ''}), ` +
        'which it must not. Nothing below can be relied on.',
    });
  }
  const { dtype, approximate } = run.model;
  if (approximate === true || dtype === 'int8') {
    warnings.push({
      id: 'approximate',
      text:
        'This model ran in reduced precision (int8): numbers and answers may differ from those of the model itself. ' +
        'Confirm what matters in float32.',
    });
  }
  return warnings;
}
