import { z } from 'zod';

/** Why a problem does not count in an analysis. */
export const EXCLUSION_REASONS = [
  'wrong_baseline',
  'unparsed_answer',
  'truncated',
  'request_refused',
] as const;

const exclusionSchema = z.object({
  problem_id: z.string(),
  /** The analysis that it is left out of, such as `importance`. */
  left_out_of: z.string(),
  reason: z.enum(EXCLUSION_REASONS),
});

/** A problem that does not count, where and why. */
export type Exclusion = z.infer<typeof exclusionSchema>;

/** Everything that decides what a run's results are. No clock time and no duration stands in it. */
export const runManifestSchema = z.object({
  /** The options of the command, defaults filled in. */
  configuration: z.record(z.string(), z.json()),
  seed: z.number().int(),
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
    /** As `datasetSha256` has it. */
    sha256: z.string(),
    problems: z.number().int().min(1),
  }),
});

/** Everything that decides what a run's results are. */
export type RunManifest = z.infer<typeof runManifestSchema>;

/** `run.json`: all that is needed to repeat a run, and the ledger of exclusions. */
export const runFileSchema = z.object({
  schema_version: z.literal(1),
  kind: z.literal('run'),
  /** `finished` is the last thing that a run writes. */
  status: z.enum(['running', 'finished']),
  ...runManifestSchema.shape,
  /** Empty until the run has finished. */
  exclusions: z.array(exclusionSchema),
});

/** The content of `run.json`. */
export type RunFile = z.infer<typeof runFileSchema>;

/** The versions of this process, beside those that the caller knows. */
export function versionsHere(codiscope: string, onnxruntime: string | null): RunManifest['versions'] {
  return { codiscope, node: process.version, onnxruntime, platform: `${process.platform}-${process.arch}` };
}
