import type { ReportInputs } from '../report-inputs.js';
import { interventionText, percent } from '../../summary/index.js';
import { escapeHtml } from './inline.js';

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}

/** What was run: model, data, settings, exclusions. */
export function factsHtml({ run, summary, ablation }: ReportInputs): string {
  const { model, dataset, versions } = run;
  const { overall } = summary.baseline;
  const excluded = Object.entries(summary.exclusions).flatMap(([reason, { count }]) =>
    count > 0 ? [`${count} ${reason.replaceAll('_', ' ')}`] : [],
  );
  const accuracy = overall.accuracy === null ? '' : ` (${percent(overall.accuracy)})`;
  const facts: [string, string][] = [
    ['Model', `${model.id}, ${text(model['architecture'])}, ${text(model['layers'])} layers, ${ablation.thoughts} thoughts, ${text(model['dtype'])} on ${text(model['device'])}`], // prettier-ignore
    ['Fingerprint', model.fingerprint.slice(0, 16)],
    ['Problems', `${dataset.problems} of ${dataset.source} (${dataset.sampler}${run.seed === null ? '' : `, seed ${run.seed}`}), data ${dataset.sha256.slice(0, 16)}`], // prettier-ignore
    ['Protocol', summary.protocol],
    ['Ablation', interventionText(summary.intervention)],
    ['Baseline', `${overall.correct} of ${overall.n} right${accuracy}`],
    ['Left out', excluded.length === 0 ? 'none' : excluded.join(', ')],
    [
      'Self-patch control',
      summary.controls.self_patch_valid ? 'equals the baseline on every problem' : 'failed',
    ],
    ['Versions', `codiscope ${versions.codiscope}, ONNX Runtime ${versions.onnxruntime ?? '–'}`],
  ];
  return `<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`).join('\n')}</dl>`;
}
