import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  createDataset,
  datasetFileName,
  datasetSha256,
  datasetText,
  fileJson,
  runPaths,
  summarise,
  versionsHere,
  type AblationResults,
  type AnyResults,
  type AttentionResults,
  type Dataset,
  type Summary,
} from '@codiscope/analysis';

import { LAYERS, madeAblation, madeAttention, type MadeHeader } from './made-experiments.js';
import { madeComparison, madeDecomposition, madeLens, madeRouting, madeTwins } from './made-sections.js';

/** What a made-up run is like. */
export interface MadeRunOptions {
  /** Problems of each of four levels. */
  readonly perLevel: number;
  /** Whether lens, routing, decomposition, comparison and twins are there too. Default: yes. */
  readonly sections?: boolean;
  /** Default: early, middle, late. */
  readonly layers?: typeof LAYERS;
  readonly heads?: number;
  readonly dtype?: string;
  /** Problems whose self-patch control fails. */
  readonly failing?: number;
  /** Changes the problems before anything is made of them. */
  readonly change?: (dataset: Dataset) => void;
}

const FINGERPRINT = 'f'.repeat(64);

/** What a made-up run is of, and what it came to. */
export interface MadeRun {
  readonly dataset: Dataset;
  readonly summary: Summary;
}

/** Writes the folder of a run of the made-up model, with real questions. */
export async function madeRun(folder: string, options: MadeRunOptions): Promise<MadeRun> {
  const dataset = await createDataset({ source: 'gsm-mini', perLevel: options.perLevel });
  options.change?.(dataset);
  const header: MadeHeader = {
    schema_version: 1,
    model_fingerprint: FINGERPRINT,
    dataset_sha256: datasetSha256(dataset.problems),
    protocol: 'official',
    dtype: options.dtype ?? 'float32',
    approximate: options.dtype !== undefined && options.dtype !== 'float32',
    thoughts: 6,
  };
  const n = dataset.problems.length;
  const heads = options.heads ?? 6;
  const ablation = madeAblation(header, dataset, options.failing ?? 0);
  const attention = (count: number): AttentionResults =>
    madeAttention(header, dataset, options.layers ?? LAYERS, count);
  const sections = options.sections === false ? {} : madeSections(header, dataset);
  const summary = madeSummary(dataset, ablation, attention(Math.min(SUMMARISED_HEADS, heads)), sections);
  const results: Record<string, unknown> = {
    [`token_ablation_results_${n}.json`]: ablation,
    [`attention_weights_${n}.json`]: attention(heads),
    'summary_statistics.json': summary,
    ...Object.fromEntries(
      Object.entries(sections).map(([name, value]) => [`${SECTION_FILES[name] ?? name}_${n}.json`, value]),
    ),
  };
  const paths = runPaths(folder);
  mkdirSync(paths.results, { recursive: true });
  for (const [name, value] of Object.entries(results))
    writeFileSync(join(paths.results, name), JSON.stringify(value));
  writeFileSync(join(paths.results, datasetFileName(dataset)), datasetText(dataset));
  writeFileSync(paths.run, fileJson(runFile(dataset, header)));
  return { dataset, summary };
}

/** Where the name of a section's file is not its own. */
const SECTION_FILES: Readonly<Record<string, string>> = { twins: 'twin_patching' };

function madeSections(header: MadeHeader, dataset: Dataset) {
  return {
    lens: madeLens(header, dataset),
    routing: madeRouting(header, dataset),
    decomposition: madeDecomposition(header, dataset),
    comparison: madeComparison(header, dataset),
    twins: madeTwins(header, dataset),
  };
}

/** Of more problems than the first some forty are summarised, of more heads six: all take minutes, and the page is tested. */
const [MANY_PROBLEMS, SUMMARISED, SUMMARISED_HEADS] = [100, 40, 6];

function madeSummary(
  { problems }: Dataset,
  ablation: AblationResults,
  attention: AttentionResults,
  { lens, routing, decomposition, comparison, twins }: Partial<ReturnType<typeof madeSections>>,
): Summary {
  const step = problems.length > MANY_PROBLEMS ? Math.ceil(problems.length / SUMMARISED) : 1;
  const some = <T>(items: readonly T[]): T[] => items.filter((_, index) => index % step === 0);
  const someProblems = <T extends { readonly problems: readonly unknown[] }>(results: T): T => ({
    ...results,
    problems: some(results.problems),
  });
  const others = new Map<string, AnyResults>();
  if (lens) others.set('lens', someProblems(lens));
  if (routing) others.set('routing', someProblems(routing));
  if (decomposition) others.set('decomposition', someProblems(decomposition));
  if (comparison) others.set('comparison', someProblems(comparison));
  const somePairs = twins && { ...twins, pairs: some(twins.pairs) };
  if (somePairs) others.set('twins', somePairs);
  const results = {
    ablation: someProblems(ablation),
    attention: someProblems(attention),
    problems,
    others,
  };
  return summarise(results, { resamples: 50 });
}

function runFile(dataset: Dataset, header: MadeHeader) {
  return {
    schema_version: 1,
    kind: 'run',
    seed: dataset.seed,
    versions: versionsHere('0.1.0', '1.30.0'),
    model: {
      id: 'made-up',
      fingerprint: FINGERPRINT,
      architecture: 'llama',
      layers: 8,
      thoughts: header.thoughts,
      device: 'cpu',
      dtype: header.dtype,
      approximate: header.approximate,
    },
    dataset: {
      file: datasetFileName(dataset),
      source: dataset.source,
      sampler: dataset.sampler,
      sha256: header.dataset_sha256,
      problems: dataset.problems.length,
    },
    experiments: {},
  };
}
