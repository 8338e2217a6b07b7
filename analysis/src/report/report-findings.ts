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
