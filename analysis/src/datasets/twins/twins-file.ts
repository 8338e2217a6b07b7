import { AnalysisError } from '../../words/errors.js';
import { writeFileAtomically } from '../../runs/atomic-write.js';
import { fileJson } from '../../runs/json-text.js';
import { canonicalProblem } from '../dataset.js';
import { readSourceText } from '../sources/source-text.js';
import { pairFault } from './check-pair.js';
import { twinsSchema } from './twins.js';
import type { Twins } from './twins.js';

const ACCEPTED = 'give a file of twins, and make it anew where it was changed';

/** What the file is called when no name is given: `twins_100.json`. */
export function twinsFileName(twins: Twins): string {
  return `twins_${twins.pairs.length}.json`;
}

/** The file's text: the same twins always give the same bytes. */
export function twinsText(twins: Twins): string {
  return fileJson({
    schema_version: twins.schema_version,
    kind: twins.kind,
    source: twins.source,
    seed: twins.seed,
    values: twins.values,
    per_level: twins.per_level,
    source_sha256: twins.source_sha256,
    refused_lines: twins.refused_lines,
    refused_problems: twins.refused_problems,
    pairs: twins.pairs.map(({ problem, twin, ...known }) => ({
      problem: canonicalProblem(problem),
      twin: canonicalProblem(twin),
      ...known,
    })),
  });
}

/**
 * Writes a file of twins, whole or not at all.
 *
 * @throws AnalysisError `UNWRITABLE`.
 */
export async function writeTwins(path: string, twins: Twins): Promise<void> {
  await writeFileAtomically(path, twinsText(twins));
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AnalysisError('BAD_DATASET', `${path} is no JSON (${reason}); ${ACCEPTED}.`, { cause });
  }
}

/**
 * Reads a file of twins and calculates every pair anew: what is scored against it can be relied on.
 *
 * @throws AnalysisError `BAD_DATASET` naming file and field.
 */
export async function readTwins(path: string): Promise<Twins> {
  const { text } = await readSourceText(path, ACCEPTED);
  const checked = twinsSchema.safeParse(parseJson(path, text));
  const refuse = (field: string, fact: string): AnalysisError =>
    new AnalysisError('BAD_DATASET', `${path}, field "${field}": ${fact}; ${ACCEPTED}.`);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw refuse(issue?.path.join('.') ?? '', issue?.message ?? 'wrong');
  }
  const seen = new Set<string>();
  for (const [index, pair] of checked.data.pairs.entries()) {
    const fault = pairFault(pair, checked.data.values);
    if (fault !== null) throw refuse(`pairs.${index}`, fault);
    const { gsm8k_id: id } = pair.problem;
    if (seen.has(id)) throw refuse(`pairs.${index}.problem.gsm8k_id`, `"${id}" occurs twice`);
    seen.add(id);
  }
  return checked.data;
}
