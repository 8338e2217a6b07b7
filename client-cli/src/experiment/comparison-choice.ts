import {
  AnalysisError,
  armsOfReference,
  parseArms,
  type ArmChoice,
  type ComparisonChoice,
  type Dataset,
  type FitChoice,
  type LayerIndex,
} from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { parseLayer } from './layers.js';
import { fitChoice } from './prepare-ablation.js';
import { requireTokenLimit, type TokenFlags } from './settings.js';

/** The flags of `comparisonFlags`; undefined what was not asked for. */
export interface ComparisonFlags extends TokenFlags {
  readonly arms: string;
  readonly layer?: string | undefined;
  readonly donors?: number | undefined;
  readonly 'method-seed'?: number | undefined;
  readonly 'fit-from'?: string | undefined;
  readonly 'fit-problems'?: number | undefined;
}

/** What the flags compare, checked against the model, but for what only the dataset can tell. */
export interface FlaggedComparison {
  readonly arms: readonly ArmChoice[];
  readonly layer: LayerIndex;
  readonly donors: number;
  readonly seed: number;
  readonly fitFrom: FitChoice['from'] | null;
  readonly fitProblems: number;
}

/** What the flags compare in this model; throws `BAD_ARGUMENT` for what it has not. */
export function flaggedComparison(flags: ComparisonFlags, model: GetModelResponse): FlaggedComparison {
  requireTokenLimit(flags, model);
  const from = flags['fit-from'];
  return {
    arms: parseArms(flags.arms),
    layer: parseLayer(flags.layer ?? 'middle', 'layer', model).layer,
    donors: flags.donors ?? 5,
    seed: flags['method-seed'] ?? 42,
    fitFrom: from === undefined ? null : from === 'gsm-mini' ? from : { file: from },
    fitProblems: flags['fit-problems'] ?? 100,
  };
}

/**
 * What is compared on these problems. Without other problems of their kind there are no distances to clean values,
 * and arms that put other problems' values in are refused: `BAD_ARGUMENT`.
 */
export function comparisonChoice(flagged: FlaggedComparison, dataset: Dataset): ComparisonChoice {
  const { arms, layer, donors, seed, fitFrom } = flagged;
  const known = fitFrom !== null || dataset.source === 'gsm-mini';
  const needing = armsOfReference(arms);
  if (!known && needing.length > 0) {
    const names = needing.map(({ name }) => name).join('; ');
    throw new AnalysisError(
      'BAD_ARGUMENT',
      `Of the arms ${names} means and donors need other problems of the same kind; name a file of them with --fit-from, or other arms with --arms.`,
    );
  }
  return { arms, layer, donors, seed, fit: known ? fitChoice(flagged, { dataset }) : null };
}

/** The same without the arms that cannot be run, which are named beside it. */
export function possibleComparison(
  flagged: FlaggedComparison,
  dataset: Dataset,
): { choice: ComparisonChoice; leftOut: string[] } {
  const without = new Set(
    flagged.fitFrom === null && dataset.source !== 'gsm-mini' ? armsOfReference(flagged.arms) : [],
  );
  const arms = flagged.arms.filter((arm) => !without.has(arm));
  return {
    choice: comparisonChoice({ ...flagged, arms }, dataset),
    leftOut: [...without].map(({ name }) => name),
  };
}
