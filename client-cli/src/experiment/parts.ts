import { badSetting, EXPERIMENTS, type Experiment, type Protocol } from '@codiscope/analysis';

/** The part of a run after its experiments: statistics, figures and report. */
export const ANALYZE = 'analyze';

/** The parts of a run: what is done, in order, and whether the parts were named. */
export interface Parts {
  readonly experiments: readonly Experiment[];
  readonly analyze: boolean;
  /** Then one that cannot be done is an error. */
  readonly named: boolean;
}

/**
 * The parts that a list such as "ablate,attend" names; without a list, all that the protocol has.
 *
 * @throws AnalysisError `BAD_ARGUMENT` for a part that there is not.
 */
export function parseParts(text: string | undefined, protocol: Protocol): Parts {
  const experiments = EXPERIMENTS.filter(({ protocols }) => protocols.includes(protocol));
  if (text === undefined) return { experiments, analyze: true, named: false };
  const known = [...experiments.map(({ verb }) => verb), ANALYZE];
  const named = text.split(',').map((part) => part.trim());
  const stranger = named.find((part) => !known.includes(part));
  if (stranger !== undefined) {
    const of = protocol === 'origin' ? 'the origin protocol has' : 'use';
    throw badSetting('only', `has "${stranger}"; ${of} ${known.join(', ')}.`);
  }
  return {
    experiments: experiments.filter(({ verb }) => named.includes(verb)),
    analyze: named.includes(ANALYZE),
    named: true,
  };
}
