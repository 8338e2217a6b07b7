import { writeFileAtomically } from '../runs/atomic-write.js';
import { fileJson } from '../runs/json-text.js';
import { canonicalProblem } from './dataset.js';
import type { Dataset } from './dataset.js';
import { countByLevel } from './samplers/levels.js';
import { readSource } from './sources/read-source.js';

/** What the file is called when no name is given: `full_dataset_100.json`, `test_dataset_10.json`. */
export function datasetFileName(dataset: Dataset): string {
  return `${dataset.test_mode ? 'test' : 'full'}_dataset_${dataset.problems.length}.json`;
}

/** The dataset file's text: the same dataset always gives the same bytes. */
export function datasetText(dataset: Dataset): string {
  return fileJson({
    schema_version: dataset.schema_version,
    kind: dataset.kind,
    source: dataset.source,
    sampler: dataset.sampler,
    seed: dataset.seed,
    per_level: dataset.per_level,
    test_mode: dataset.test_mode,
    source_sha256: dataset.source_sha256,
    refused_lines: dataset.refused_lines,
    problems: dataset.problems.map(canonicalProblem),
  });
}

/**
 * Writes a dataset file, whole or not at all.
 *
 * @throws AnalysisError `UNWRITABLE`.
 */
export async function writeDataset(path: string, dataset: Dataset): Promise<void> {
  await writeFileAtomically(path, datasetText(dataset));
}

/**
 * Reads a dataset: a dataset file, or every problem of any question file in its own order.
 *
 * @throws AnalysisError `BAD_DATASET` naming file, line and field.
 */
export async function readDataset(path: string): Promise<Dataset> {
  const source = await readSource(path);
  if (source.dataset) return source.dataset;
  return {
    schema_version: 1,
    kind: 'dataset',
    source: source.name,
    sampler: 'none',
    seed: null,
    per_level: countByLevel(source.problems),
    test_mode: false,
    source_sha256: source.sha256,
    refused_lines: [...source.refused],
    problems: [...source.problems],
  };
}
