import { basename } from 'node:path';

import {
  AnalysisError,
  donorsFor,
  fitReference,
  type AblationMethod,
  type AblationSettings,
} from '@codiscope/analysis';

import type { AblationChoice } from './ablation-choice.js';
import type { CommandContext } from './experiment-command.js';

/** An ablation that is ready to run, and what of its method `run.json` must say. */
export interface PreparedAblation {
  readonly settings: AblationSettings;
  readonly methodSettings: Readonly<Record<string, string | number | null>>;
}

/** Makes an ablation of what was chosen; means and donors are fitted first. */
export async function prepareAblation(
  context: Pick<CommandContext, 'client' | 'dataset' | 'signal'>,
  choice: AblationChoice,
  onFit: (done: number, total: number) => void,
): Promise<PreparedAblation> {
  const { protocol, site, layer, heads, later, donors, sets } = choice;
  const { method, methodSettings } = await methodOf(context, choice, onFit);
  return {
    settings: { protocol, arm: { site, layer, heads, method, later }, donors, sets },
    methodSettings,
  };
}

async function methodOf(
  context: Pick<CommandContext, 'client' | 'dataset' | 'signal'>,
  choice: AblationChoice,
  onFit: (done: number, total: number) => void,
): Promise<{ method: AblationMethod; methodSettings: PreparedAblation['methodSettings'] }> {
  const { method: name, sigma, factor, queries, seed, donors, fitProblems } = choice;
  switch (name) {
    case 'zero':
      return { method: { name }, methodSettings: {} };
    case 'scale':
      return { method: { name, factor }, methodSettings: { factor } };
    case 'noise':
      return { method: { name, sigma, seed }, methodSettings: { sigma, method_seed: seed } };
    case 'knockout':
      return { method: { name, queries }, methodSettings: { queries } };
    case 'mean':
    case 'resample': {
      const from = choice.fitFrom ?? ofDataset(context);
      const fit = { from, problems: fitProblems, seed };
      const fitted = await fitReference({ ...context, onFit }, choice, fit);
      const told = {
        fit_from: typeof from === 'string' ? from : basename(from.file),
        fit_problems: fitProblems,
        method_seed: seed,
        reference: fitted.id,
      };
      if (name === 'mean') return { method: { name, reference: fitted.id }, methodSettings: told };
      return {
        method: { name, reference: fitted.id, donors: donorsFor(fitted, donors, seed) },
        methodSettings: { ...told, donors },
      };
    }
  }
}

/** Other problems of the dataset's own kind, where that can be known. */
function ofDataset({ dataset }: Pick<CommandContext, 'dataset'>): 'gsm-mini' {
  if (dataset.source === 'gsm-mini') return 'gsm-mini';
  throw new AnalysisError(
    'BAD_ARGUMENT',
    'Means and donors need other problems of the same kind; name a file of them with --fit-from.',
  );
}
