import { z } from 'zod';

import { datasetSchema } from '../datasets/dataset.js';
import { AnalysisError } from '../words/errors.js';
import { entryAt } from '../words/required.js';

/** Why a problem does not count in an analysis. */
export const EXCLUSION_REASONS = [
  'wrong_baseline',
  'unparsed_answer',
  'truncated',
  'request_refused',
  'no_score',
  'missing_attention',
  'baseline_disagrees',
  'missing_ablation',
  'no_twin',
] as const;

const exclusionSchema = z.object({
  problem_id: z.string(),
  /** The analysis that it is left out of, such as `importance`. */
  left_out_of: z.string(),
  reason: z.enum(EXCLUSION_REASONS),
});

/** A problem that does not count, where and why. */
export type Exclusion = z.infer<typeof exclusionSchema>;

/** What never changes in a run folder. No clock time and no duration stands in it. */
export const runManifestSchema = z.object({
  /** Of the dataset; null when nothing was drawn. */
  seed: z.number().int().nullable(),
  versions: z.object({
    codiscope: z.string(),
    /** Such as `v20.20.2`. */
    node: z.string(),
    /** Of the server; null when it does not say. */
    onnxruntime: z.string().nullable(),
    /** Such as `linux-x64`. */
    platform: z.string(),
  }),
  /** What the server says about its model; at least these two. */
  model: z.object({ id: z.string(), fingerprint: z.string() }).catchall(z.json()),
  dataset: z.object({
    /** The file's name. */
    file: z.string(),
    source: datasetSchema.shape.source,
    sampler: datasetSchema.shape.sampler,
    /** As `datasetSha256` has it. */
    sha256: z.string(),
    problems: z.number().int().min(1),
  }),
});

/** What never changes in a run folder: one model, one dataset, one set of programs. */
export type RunManifest = z.infer<typeof runManifestSchema>;

/** The options of an experiment, defaults filled in: with the manifest, all that decides its results. */
export const configurationSchema = z.record(z.string(), z.json());

/**
 * Names of experiments, such as `ablate`. A digit does not come first: JavaScript would put the name `7` before all
 * others, wherever it stands in `run.json`.
 */
const EXPERIMENT_NAME = /^[a-z][a-z0-9]*$/;

const experimentRecordSchema = z.object({
  /** `finished` is the last thing that an experiment writes. */
  status: z.enum(['running', 'finished']),
  configuration: configurationSchema,
  /** Rollouts planned; 0 for an experiment that is derived from files. */
  rollouts: z.number().int().min(0),
  /** Empty until the experiment has finished. */
  exclusions: z.array(exclusionSchema),
});

/** What `run.json` says about one experiment. */
export type ExperimentRecord = z.infer<typeof experimentRecordSchema>;

/** `run.json`: all that is needed to repeat the experiments of a run, and their ledgers of exclusions. */
export const runFileSchema = z.object({
  schema_version: z.literal(1),
  kind: z.literal('run'),
  ...runManifestSchema.shape,
  /** By name, in the order of the names. */
  experiments: z.record(z.string().regex(EXPERIMENT_NAME), experimentRecordSchema),
});

/** The content of `run.json`. */
export type RunFile = z.infer<typeof runFileSchema>;

/** The versions of this process, beside those that the caller knows. */
export function versionsHere(codiscope: string, onnxruntime: string | null): RunManifest['versions'] {
  return { codiscope, node: process.version, onnxruntime, platform: `${process.platform}-${process.arch}` };
}

/** Refuses a name that cannot stand in keys and in `run.json`: `BAD_ARGUMENT`. */
export function checkExperimentName(name: string): void {
  if (EXPERIMENT_NAME.test(name)) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `"${name}" is no name for an experiment; use lower-case letters and digits, a letter first.`,
  );
}

/** The experiment that a journal key belongs to: what stands before its first slash. */
export function experimentOf(key: string): string {
  const [name = ''] = key.split('/', 1);
  return name;
}

/** Refuses keys that do not begin with the experiment's name and a slash: `BAD_ARGUMENT`. */
export function checkKeys(name: string, keys: readonly string[]): void {
  const stranger = keys.find((key) => !key.startsWith(`${name}/`));
  if (stranger === undefined) return;
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `The key ${stranger} is not one of the experiment ${name}; let it begin with "${name}/".`,
  );
}

/**
 * A value of the caller's in the form that files have.
 *
 * @param what it is called in the message, such as `manifest`.
 * @throws AnalysisError `BAD_ARGUMENT` naming the field.
 */
export function checkArgument<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const { path, message } = entryAt(checked.error.issues, 0, 'What is wrong');
  const field = [what, ...path].join('.');
  throw new AnalysisError(
    'BAD_ARGUMENT',
    `The run's ${field} is wrong (${message}); give what its type asks for.`,
    { cause: checked.error },
  );
}
