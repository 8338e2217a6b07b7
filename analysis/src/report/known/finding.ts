import { thoughtList } from '../../words/notation.js';

/** Whether a claim holds at one place: the counts say yes, say no, or leave it open. */
export interface Place {
  /** A cut's or a thought's number. */
  readonly number: number;
  readonly says: 'yes' | 'no' | 'open';
}

/** What was found about one claim: whether it holds, and the counts it rests on. */
export interface KnownFinding {
  readonly id: string;
  readonly claim: string;
  /** `open`: there is too little to say. */
  readonly verdict: 'holds' | 'holds in part' | 'does not hold' | 'open';
  readonly because: string;
  readonly evidence: readonly string[];
}

/** Over all places: a claim holds where all of two or more say yes, and in part where two of them do. */
export function verdictOf(places: readonly Place[]): KnownFinding['verdict'] {
  const number = (says: Place['says']): number => places.filter((place) => place.says === says).length;
  if (number('yes') >= 2) return number('yes') === places.length ? 'holds' : 'holds in part';
  return number('no') > 0 ? 'does not hold' : 'open';
}

/** "It does for thoughts 2 and 3, does not for thought 5, and cannot be told for thought 6." */
export function placesText(places: readonly Place[], preposition: string): string {
  const words = { yes: 'It does', no: 'does not', open: 'cannot be told' };
  const parts = (['yes', 'no', 'open'] as const).flatMap((says) => {
    const numbers = places.filter((place) => place.says === says).map(({ number }) => number);
    return numbers.length === 0 ? [] : [`${words[says]} ${preposition} ${thoughtList(numbers)}`];
  });
  if (parts.length === 0) return 'Too few problems to say.';
  const text =
    parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
  return `${text.replace(/^(does|cannot)/, 'It $1')}.`;
}
