import {
  clustersNeeded,
  mcnemarPower,
  sampleSizeForCorrelation,
  sampleSizeForPairedRates,
  sampleSizeForRate,
  type PairedRates,
  type PlanLevels,
} from '@codiscope/analysis';

/** Problems for a wanted effect, or why no number of them is enough. */
export type PlannedSize =
  | {
      readonly kind: 'correlation';
      readonly r: number;
      /** Independent pairs: one value a problem. */
      readonly pairs: number | null;
      readonly reason: string | null;
      /** By product of the two intraclass correlations: problems whose thoughts, all used, are worth as many pairs. */
      readonly clustered: readonly { readonly iccProduct: number; readonly problems: number }[];
    }
  | {
      readonly kind: 'paired_rates';
      readonly rates: readonly [number, number];
      /** Share of problems that flip under one of the two only. */
      readonly discordance: number;
      readonly problems: number | null;
      /** What the exact McNemar test reaches with them. */
      readonly exactPower: number | null;
      readonly reason: string | null;
    }
  | {
      readonly kind: 'rate';
      readonly rate: number;
      readonly halfWidth: number;
      readonly problems: number | null;
      readonly reason: string | null;
    };

/** What the flags ask for. */
export interface WantedEffects {
  readonly r?: number | undefined;
  readonly rates?: readonly [number, number] | undefined;
  readonly discordance?: number | undefined;
  readonly rate?: { readonly rate: number; readonly halfWidth: number } | undefined;
  readonly thoughts: number;
  /** Product of the intraclass correlations of attention and importance; left out: a range of them. */
  readonly iccProduct?: number | undefined;
}

/** From thoughts that know nothing of each other to such that all say the same. */
const ICC_PRODUCTS = [0, 0.1, 0.3, 1];

/**
 * The sample sizes for every effect that was asked for.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for effects that cannot be.
 */
export function planSizes(wanted: WantedEffects, levels: Required<PlanLevels>): PlannedSize[] {
  const { r, rates, discordance, rate, thoughts, iccProduct } = wanted;
  const planned: PlannedSize[] = [];
  if (r !== undefined) {
    const { n: pairs, reason } = sampleSizeForCorrelation(r, levels);
    const products = iccProduct === undefined ? ICC_PRODUCTS : [iccProduct];
    const clustered =
      pairs === null
        ? []
        : products.map((product) => ({
            iccProduct: product,
            problems: clustersNeeded(pairs, thoughts, product),
          }));
    planned.push({ kind: 'correlation', r, pairs, reason, clustered });
  }
  if (rates !== undefined) {
    const [first, second] = rates;
    const paired: PairedRates = { first, second, ...(discordance === undefined ? {} : { discordance }) };
    const { n: problems, reason } = sampleSizeForPairedRates(paired, levels);
    planned.push({
      kind: 'paired_rates',
      rates,
      discordance: discordance ?? first * (1 - second) + second * (1 - first),
      problems,
      exactPower: problems === null ? null : mcnemarPower(paired, problems, levels.alpha),
      reason,
    });
  }
  if (rate !== undefined) {
    const { n: problems, reason } = sampleSizeForRate(rate.rate, rate.halfWidth, 1 - levels.alpha);
    planned.push({ kind: 'rate', ...rate, problems, reason });
  }
  return planned;
}
