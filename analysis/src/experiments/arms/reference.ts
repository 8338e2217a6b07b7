import { createHash } from 'node:crypto';

import { createDataset } from '../../datasets/create-dataset.js';
import type { Dataset } from '../../datasets/dataset.js';
import { readDataset } from '../../datasets/dataset-file.js';
import type { Problem } from '../../datasets/problem.js';
import { seededSampler } from '../../datasets/samplers/levels.js';
import { AnalysisError, badSetting } from '../../words/errors.js';
import { entryAt } from '../../words/required.js';
import { WIRE_SITES, type AblationArm } from './arm.js';
import type { PrepareContext } from '../experiment.js';

/** What means and donors are taken from: problems that are not measured. */
export interface FitChoice {
  /** The generator, or a file of problems. */
  readonly from: 'gsm-mini' | { readonly file: string };
  readonly problems: number;
  readonly seed: number;
}

/** A fitted reference, and the problems in it in order. */
export interface FittedReference {
  readonly id: string;
  readonly problems: readonly Problem[];
  readonly choice: FitChoice;
}

/**
 * So many problems of the choice that are not in the dataset, by question.
 *
 * @throws AnalysisError `BAD_DATASET` when there are not so many, or the file is none.
 */
export async function fittingProblems(
  { from, problems: count, seed }: FitChoice,
  dataset: Dataset,
): Promise<Problem[]> {
  const measured = new Set(dataset.problems.map(({ question }) => question));
  const pool =
    from === 'gsm-mini'
      ? // Another seed than any sample has by default, and room for questions that happen to be measured.
        await createDataset({
          source: 'gsm-mini',
          seed: (seed + 1_000_003) % 2 ** 32,
          perLevel: Math.ceil(count / 2),
        })
      : await readDataset(from.file);
  const free = pool.problems.filter(({ question }) => !measured.has(question));
  if (free.length < count) {
    const where = from === 'gsm-mini' ? 'the generator' : from.file;
    throw new AnalysisError(
      'BAD_DATASET',
      `${where} has ${free.length} problems that are not measured, fewer than the ${count} to fit on; name another file to fit on, or fit on fewer problems.`,
    );
  }
  return from === 'gsm-mini' ? free.slice(0, count) : seededSampler(seed)(free, count);
}

/** Fits the reference that the arms need, on the server; the same one is found again. */
export async function fitReference(
  { client, dataset, signal, onFit }: Pick<PrepareContext, 'client' | 'dataset' | 'signal' | 'onFit'>,
  arms: readonly Pick<AblationArm, 'site' | 'layer'>[],
  choice: FitChoice,
): Promise<FittedReference> {
  const problems = await fittingProblems(choice, dataset);
  const request = {
    name: `${choice.from === 'gsm-mini' ? 'gsm-mini' : 'file'}, ${choice.problems} problems, seed ${choice.seed}`,
    questions: problems.map(({ question }) => ({
      question: { $case: 'text' as const, value: question },
    })),
    sites: [...new Set(arms.flatMap(({ site }) => (site === 'attention' ? [] : [WIRE_SITES[site]])))],
    layers: [...new Set(arms.flatMap(({ layer }) => (layer === null ? [] : [layer])))],
  };
  for await (const { finished, total, reference } of client.fitReference(request, { signal })) {
    onFit(finished, total);
    if (reference) return { id: reference.id, problems, choice };
  }
  throw new AnalysisError('BAD_RESULTS', 'The server sent no reference; look into its log.');
}

/**
 * Donors of a problem: numbers of the reference's problems, drawn by seed, the same for the same problem. A donor
 * never has the problem's own answer: it could not show anything.
 */
export function donorsFor(
  fitted: Pick<FittedReference, 'problems'>,
  count: number,
  seed: number,
): (problem: Problem) => readonly number[] {
  const drawn = new Map<string, readonly number[]>();
  const draw = ({ gsm8k_id: id, answer }: Problem): readonly number[] => {
    const able = fitted.problems.flatMap((donor, index) => (donor.answer === answer ? [] : [index + 1]));
    if (able.length < count) {
      throw new AnalysisError(
        'BAD_ARGUMENT',
        `Problem ${id} has ${able.length} donors with another answer, fewer than ${count}; ask for fewer donors, or fit on more problems.`,
      );
    }
    const rank = (donor: number): string =>
      createHash('sha256')
        .update(
          `codiscope-donor 1\n${seed}\n${id}\n${entryAt(fitted.problems, donor - 1, 'the donor').gsm8k_id}`,
        )
        .digest('hex');
    const ranked = able.map((donor) => ({ donor, rank: rank(donor) }));
    return ranked
      .sort((a, b) => (a.rank < b.rank ? -1 : 1))
      .slice(0, count)
      .map(({ donor }) => donor);
  };
  return (problem) => {
    const donors = drawn.get(problem.gsm8k_id) ?? draw(problem);
    drawn.set(problem.gsm8k_id, donors);
    return donors;
  };
}

/** What of a reference may be chosen; undefined what was not asked for. */
export interface ReferenceChoice {
  /** `gsm-mini`, or a file of problems. */
  readonly fitFrom?: string | undefined;
  readonly fitProblems?: number | undefined;
  readonly methodSeed?: number | undefined;
}

/** What is fitted on when nothing else was asked for, and the seed of noise and of donors. */
export const FIT_DEFAULTS = { problems: 100, seed: 42 };

/** Whether problems to fit on are known: those that were named, or other ones of the generator's. */
export function canFit({ fitFrom }: ReferenceChoice, { source }: Pick<Dataset, 'source'>): boolean {
  return fitFrom !== undefined || source === 'gsm-mini';
}

/**
 * What was chosen to fit on, or other problems of the dataset's own kind, where that can be known.
 *
 * @throws AnalysisError `BAD_ARGUMENT` where it cannot.
 */
export function fitChoice(choice: ReferenceChoice, dataset: Pick<Dataset, 'source'>): FitChoice {
  const {
    fitFrom,
    fitProblems: problems = FIT_DEFAULTS.problems,
    methodSeed: seed = FIT_DEFAULTS.seed,
  } = choice;
  if (!canFit(choice, dataset)) {
    throw badSetting(
      'fitFrom',
      'is needed: means and donors are of other problems of the same kind; name a file of them.',
    );
  }
  const from = fitFrom === undefined || fitFrom === 'gsm-mini' ? ('gsm-mini' as const) : { file: fitFrom };
  return { from, problems, seed };
}
