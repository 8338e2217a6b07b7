import type { LayerIndex } from '../../words/thought.js';
import type { AblationArm } from '../ablation-arm.js';
import { ablationMethod, needsReference, type MethodSettings } from '../ablation-method.js';
import type { ExperimentContext } from '../experiment-context.js';
import { fitReference, type FitChoice } from '../reference-fit.js';
import type { ArmChoice } from './arm-choice.js';

/** What is compared, before anything is fitted. */
export interface ComparisonChoice {
  readonly arms: readonly ArmChoice[];
  /** Of the arms that change vectors; knockouts are in every layer. */
  readonly layer: LayerIndex;
  /** Donors of a resample arm. */
  readonly donors: number;
  /** Of noise, of donors and of the problems to fit on. */
  readonly seed: number;
  /** What means, donors and the clean cloud are taken from; null leaves distances out. */
  readonly fit: FitChoice | null;
}

/** An arm that is ready to run. */
export interface NamedArm {
  readonly name: string;
  readonly arm: AblationArm;
  /** Donors of each ablation; 1 unless the method is `resample`. */
  readonly donors: number;
  readonly methodSettings: MethodSettings;
}

/** What a comparison runs. */
export interface ComparisonSettings {
  readonly arms: readonly NamedArm[];
  /** The reference whose questions are the cloud of clean values; empty without one. */
  readonly cloud: string;
}

/** Where an arm changes something. */
function placeOf(
  { method, site }: ArmChoice,
  layer: LayerIndex,
): Pick<AblationArm, 'site' | 'layer' | 'heads'> {
  return { site, layer: method === 'knockout' || site === 'embed' ? null : layer, heads: [] };
}

/** Makes arms of what was chosen; one reference of all their sites is fitted first. */
export async function prepareComparison(
  context: Pick<ExperimentContext, 'client' | 'dataset' | 'signal' | 'onFit'>,
  { arms, layer, donors, seed, fit }: ComparisonChoice,
): Promise<ComparisonSettings> {
  const places = arms.map((choice) => placeOf(choice, layer)).filter(({ site }) => site !== 'attention');
  const fitted = fit && places.length > 0 ? await fitReference(context, places, fit) : null;
  return {
    arms: arms.map((choice) => {
      const { name, method: chosen, queries, later } = choice;
      const wanted = { method: chosen, queries, donors, seed, sigma: null, factor: 1 };
      const { method, methodSettings } = ablationMethod(wanted, fitted);
      return {
        name,
        arm: { ...placeOf(choice, layer), method, later },
        donors: chosen === 'resample' ? donors : 1,
        methodSettings,
      };
    }),
    cloud: fitted?.id ?? '',
  };
}

/** The arms that need values of other problems. */
export function armsOfReference(arms: readonly ArmChoice[]): ArmChoice[] {
  return arms.filter(({ method }) => needsReference(method));
}
