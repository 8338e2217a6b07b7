import {
  ablationMethod,
  AnalysisError,
  fitReference,
  needsReference,
  type AblationSettings,
  type FitChoice,
  type MethodSettings,
} from '@codiscope/analysis';

import type { AblationChoice } from './ablation-choice.js';
import type { CommandContext } from './experiment-command.js';

/** An ablation that is ready to run, and what of its method `run.json` must say. */
export interface PreparedAblation {
  readonly settings: AblationSettings;
  readonly methodSettings: MethodSettings;
}

/** Makes an ablation of what was chosen; means and donors are fitted first. */
export async function prepareAblation(
  context: Pick<CommandContext, 'client' | 'dataset' | 'signal'>,
  choice: AblationChoice,
  onFit: (done: number, total: number) => void,
): Promise<PreparedAblation> {
  const { protocol, site, layer, heads, later, donors, sets } = choice;
  const fitted = needsReference(choice.method)
    ? await fitReference({ ...context, onFit }, [choice], fitChoice(choice, context))
    : null;
  const { method, methodSettings } = ablationMethod(choice, fitted);
  return {
    settings: { protocol, arm: { site, layer, heads, method, later }, donors, sets },
    methodSettings,
  };
}

/** What was chosen to fit on, or other problems of the dataset's own kind, where that can be known. */
export function fitChoice(
  { fitFrom, fitProblems: problems, seed }: Pick<AblationChoice, 'fitFrom' | 'fitProblems' | 'seed'>,
  { dataset }: Pick<CommandContext, 'dataset'>,
): FitChoice {
  if (fitFrom !== null) return { from: fitFrom, problems, seed };
  if (dataset.source === 'gsm-mini') return { from: 'gsm-mini', problems, seed };
  throw new AnalysisError(
    'BAD_ARGUMENT',
    'Means and donors need other problems of the same kind; name a file of them with --fit-from.',
  );
}
