import type { WholeRunChoice } from '@codiscope/analysis';

/** Flags of the ablation, of attention and of the protocol, as oclif gives them. */
export type WholeRunFlags = Omit<WholeRunChoice, 'methodSeed' | 'fitFrom' | 'fitProblems'> & {
  readonly 'method-seed'?: number | undefined;
  readonly 'fit-from'?: string | undefined;
  readonly 'fit-problems'?: number | undefined;
};

/** Flags that say what means, donors and noise are made with. */
export function referenceChoice(
  flags: Pick<WholeRunFlags, 'method-seed' | 'fit-from' | 'fit-problems'>,
): Pick<WholeRunChoice, 'methodSeed' | 'fitFrom' | 'fitProblems'> {
  return {
    methodSeed: flags['method-seed'],
    fitFrom: flags['fit-from'],
    fitProblems: flags['fit-problems'],
  };
}

/** The flags of the ablation, as the analysis package's settings. */
export function ablationChoice(flags: Omit<WholeRunFlags, 'layers'>): Omit<WholeRunChoice, 'layers'> {
  const { protocol, site, layer, heads, method, donors, sigma, factor, queries, sets, later } = flags;
  return {
    ...{ protocol, site, layer, heads, method, donors, sigma, factor, queries, sets, later },
    ...referenceChoice(flags),
  };
}

/** The flags of a whole run, as the analysis package's settings. */
export function wholeRunChoice(flags: WholeRunFlags): WholeRunChoice {
  return { ...ablationChoice(flags), layers: flags.layers };
}
