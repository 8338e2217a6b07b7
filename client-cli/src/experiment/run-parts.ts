import { AnalysisError, type Protocol } from '@codiscope/analysis';

/** The parts of a whole run, in their order. */
export const RUN_PARTS = [
  'ablate',
  'attend',
  'lens',
  'route',
  'decompose',
  'compare',
  'twins',
  'analyze',
] as const;
/** One of them. */
export type RunPart = (typeof RUN_PARTS)[number];

/** Those that know the earlier scripts' protocol. */
const ORIGIN_PARTS: readonly RunPart[] = ['ablate', 'attend', 'analyze'];

/** The parts that a list such as "ablate,attend" names; without a list, all that the protocol has. */
export function parseParts(text: string | undefined, protocol: Protocol): readonly RunPart[] {
  const known = protocol === 'origin' ? ORIGIN_PARTS : RUN_PARTS;
  if (text === undefined) return known;
  const named = text.split(',').map((part) => part.trim());
  const stranger = named.find((part) => !known.some((each) => each === part));
  if (stranger === undefined) return known.filter((part) => named.includes(part));
  const of = protocol === 'origin' ? 'the origin protocol has' : 'use';
  throw new AnalysisError('BAD_ARGUMENT', `--only has "${stranger}"; ${of} ${known.join(', ')}.`);
}
