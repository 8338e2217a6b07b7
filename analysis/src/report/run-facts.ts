import { interventionText } from '../words/intervention-text.js';
import { percent } from '../words/notation.js';
import type { Summary } from '../summary/schema.js';
import type { ReportInputs } from './report-data.js';

/** What was run: model, data, settings, exclusions; names and values. */
export function runFacts({ results, summary }: ReportInputs): [name: string, value: string][] {
  const { model, dataset, versions, seed } = results.run;
  const { overall } = summary.baseline;
  const excluded = Object.entries(summary.exclusions).flatMap(([reason, { count }]) =>
    count > 0 ? [`${count} ${reason.replaceAll('_', ' ')}`] : [],
  );
  const accuracy = overall.accuracy === null ? '' : ` (${percent(overall.accuracy)})`;
  const { architecture, layers, dtype, device } = model;
  return [
    ['Model', `${model.id}, ${text(architecture)}, ${text(layers)} layers, ${summary.thoughts} thoughts, ${text(dtype)} on ${text(device)}`], // prettier-ignore
    ['Fingerprint', model.fingerprint.slice(0, 16)],
    ['Problems', `${dataset.problems} of ${dataset.source} (${dataset.sampler}${seed === null ? '' : `, seed ${seed}`}), data ${dataset.sha256.slice(0, 16)}`], // prettier-ignore
    ['Protocol', summary.protocol],
    ['Ablation', interventionText(summary.intervention)],
    ['Baseline', `${overall.correct} of ${overall.n} right${accuracy}`],
    ['Left out', excluded.length === 0 ? 'none' : excluded.join(', ')],
    ['Self-patch control', selfPatchText(summary)],
    ['Versions', `codiscope ${versions.codiscope}, ONNX Runtime ${versions.onnxruntime ?? '–'}`],
  ];
}

/** `run.json` of older versions may lack a field. */
function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}

function selfPatchText({ controls, protocol }: Summary): string {
  if (controls.self_patch_valid) return 'equals the baseline on every problem';
  return protocol === 'origin' ? 'is no control in the protocol of the earlier scripts' : 'failed';
}
