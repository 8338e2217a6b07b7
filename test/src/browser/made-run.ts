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
  type Dataset,
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

/** Writes the folder of a run of the made-up model, with real questions; tells the problems. */
export async function madeRun(folder: string, options: MadeRunOptions): Promise<Dataset> {
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
  const ablation = madeAblation(header, dataset, options.failing ?? 0);
  const attention = madeAttention(header, dataset, options.layers ?? LAYERS, options.heads ?? 6);
  // The summary's map of heads takes minutes for hundreds of heads; a page draws its own of the weights.
  const summarised = madeAttention(
    header,
    dataset,
    options.layers ?? LAYERS,
    Math.min(6, options.heads ?? 6),
  );
  const results: Record<string, unknown> = {
    [`token_ablation_results_${n}.json`]: ablation,
    [`attention_weights_${n}.json`]: attention,
    'summary_statistics.json': summarise(ablation, summarised, { resamples: 50 }),
  };
  if (options.sections !== false) {
    results[`lens_${n}.json`] = madeLens(header, dataset);
    results[`routing_${n}.json`] = madeRouting(header, dataset);
    results[`decomposition_${n}.json`] = madeDecomposition(header, dataset);
    results[`comparison_${n}.json`] = madeComparison(header, dataset);
    results[`twin_patching_${n}.json`] = madeTwins(header, dataset);
  }
  const paths = runPaths(folder);
  mkdirSync(paths.results, { recursive: true });
  for (const [name, value] of Object.entries(results))
    writeFileSync(join(paths.results, name), JSON.stringify(value));
  writeFileSync(join(paths.results, datasetFileName(dataset)), datasetText(dataset));
  writeFileSync(paths.run, fileJson(runFile(dataset, header)));
  return dataset;
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
