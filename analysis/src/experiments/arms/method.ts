import { basename } from 'node:path';

import type { AblationMethod } from './arm.js';
import type { KnockoutQueries, MethodName } from './names.js';
import { donorsFor, type FittedReference } from './reference.js';

/** What was chosen of a method, before anything is fitted. */
export interface MethodChoice {
  readonly method: MethodName;
  readonly donors: number;
  readonly sigma: number | null;
  readonly factor: number;
  readonly queries: KnockoutQueries;
  readonly seed: number;
}

/** What of a method `run.json` and the results must say, such as donors, sigma or the reference. */
export type MethodSettings = Readonly<Record<string, string | number | null>>;

/** Whether a method takes values of other problems. */
export function needsReference(method: MethodName): boolean {
  return method === 'mean' || method === 'resample';
}

/** A method that is ready to run. Means and donors are those of `fitted`, which only they need. */
export function ablationMethod(
  choice: MethodChoice,
  fitted: FittedReference | null,
): { method: AblationMethod; methodSettings: MethodSettings } {
  const { method: name, sigma, factor, queries, seed } = choice;
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
    case 'resample':
      if (!fitted) throw new RangeError(`${name} needs a fitted reference`);
      return ofReference(name, fitted, choice);
  }
}

function ofReference(
  name: 'mean' | 'resample',
  fitted: FittedReference,
  { donors, seed }: MethodChoice,
): { method: AblationMethod; methodSettings: MethodSettings } {
  const told = fitSettings(fitted);
  const reference = fitted.id;
  if (name === 'mean') return { method: { name, reference }, methodSettings: told };
  return {
    method: { name, reference, donors: donorsFor(fitted, donors, seed) },
    methodSettings: { ...told, donors },
  };
}

/** What a reference was fitted on. */
function fitSettings({ id, choice: { from, problems, seed } }: FittedReference): MethodSettings {
  return {
    fit_from: typeof from === 'string' ? from : basename(from.file),
    fit_problems: problems,
    method_seed: seed,
    reference: id,
  };
}
