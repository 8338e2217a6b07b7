import { interventionText, percent, type Summary } from '../summary/index.js';
import type { PageContent } from './document/page.js';
import type { PageFinding } from './document/sections.js';
import { reportData } from './report-data.js';
import type { ReportInputs } from './report-inputs.js';
import { reportWarnings } from './report-warnings.js';
import { OPTIONAL_SECTIONS, type SectionName } from './section-files.js';

/** Everything that the page says of a run. */
export function pageContent(inputs: ReportInputs): PageContent {
  const data = reportData(inputs);
  return {
    title: `${inputs.run.model.id}: ${data.problems.ids.length} problems`,
    warnings: reportWarnings(inputs),
    findings: pageFindings(inputs.summary),
    figures: data.figures,
    missing: missingSections(inputs).map((name) => OPTIONAL_SECTIONS[name]),
    facts: runFacts(inputs),
    data,
  };
}

/** Sections that the run has no results for. */
export function missingSections(inputs: ReportInputs): SectionName[] {
  return (Object.keys(OPTIONAL_SECTIONS) as SectionName[]).filter((name) => inputs[name] === null);
}

/** Every sentence of the summary's findings. */
function pageFindings({ findings }: Summary): PageFinding[] {
  const { rq1, rq1_in_short, rq2, rq2_in_short, composition, mechanism, known_truth } = findings;
  return [
    {
      id: 'rq1',
      title: 'Which thoughts causally matter for the answer?',
      short: rq1_in_short,
      sentences: rq1,
    },
    { id: 'rq2', title: 'How does importance relate to attention?', short: rq2_in_short, sentences: rq2 },
    { id: 'composition', title: 'Thoughts together', short: null, sentences: composition },
    { id: 'mechanism', title: 'What happens inside', short: null, sentences: mechanism },
    {
      id: 'known-truth',
      title: 'Thoughts and the steps of the problems',
      short: null,
      sentences: known_truth,
    },
  ];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}

function selfPatchText({ controls, protocol }: Summary): string {
  if (controls.self_patch_valid) return 'equals the baseline on every problem';
  return protocol === 'origin' ? 'is no control in the protocol of the earlier scripts' : 'failed';
}

/** What was run: model, data, settings, exclusions. */
function runFacts({ run, summary, ablation }: ReportInputs): [name: string, value: string][] {
  const { model, dataset, versions } = run;
  const { overall } = summary.baseline;
  const excluded = Object.entries(summary.exclusions).flatMap(([reason, { count }]) =>
    count > 0 ? [`${count} ${reason.replaceAll('_', ' ')}`] : [],
  );
  const accuracy = overall.accuracy === null ? '' : ` (${percent(overall.accuracy)})`;
  return [
    ['Model', `${model.id}, ${text(model['architecture'])}, ${text(model['layers'])} layers, ${ablation.thoughts} thoughts, ${text(model['dtype'])} on ${text(model['device'])}`], // prettier-ignore
    ['Fingerprint', model.fingerprint.slice(0, 16)],
    ['Problems', `${dataset.problems} of ${dataset.source} (${dataset.sampler}${run.seed === null ? '' : `, seed ${run.seed}`}), data ${dataset.sha256.slice(0, 16)}`], // prettier-ignore
    ['Protocol', summary.protocol],
    ['Ablation', interventionText(summary.intervention)],
    ['Baseline', `${overall.correct} of ${overall.n} right${accuracy}`],
    ['Left out', excluded.length === 0 ? 'none' : excluded.join(', ')],
    ['Self-patch control', selfPatchText(summary)],
    ['Versions', `codiscope ${versions.codiscope}, ONNX Runtime ${versions.onnxruntime ?? '–'}`],
  ];
}
