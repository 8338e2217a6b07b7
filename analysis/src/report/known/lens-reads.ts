import type { Problem } from '../../datasets/index.js';
import type { LensResults } from '../../results/lens.js';
import { holm, mcnemarExact } from '../../statistics/index.js';
import { numberOf, stepResult } from '../step-results.js';
import { count, countText, FEWEST, type Count } from './count.js';
import { placesText, verdictOf, type KnownFinding, type Place } from './finding.js';

/** A problem with equations: the results of its steps, and the number that each thought says at one layer. */
export interface SaidProblem {
  readonly results: readonly (number | null)[];
  /** By thought, from 1; null where the likeliest token is no number. */
  readonly said: ReadonlyMap<number, number | null>;
}

/** How often the likeliest token of a thought is the result of a step, over the problems that have that step. */
export interface LensCount extends Count {
  readonly thought: number;
  /** From 1. */
  readonly step: number;
}

/** The problems that have equations, as read at one layer. */
export function saidProblems(
  { problems }: Pick<LensResults, 'problems'>,
  dataset: ReadonlyMap<string, Problem>,
  layer: number,
): SaidProblem[] {
  return problems.flatMap(({ problem_id: id, readings }) => {
    const results = (dataset.get(id)?.steps ?? []).map(stepResult);
    const here = readings.filter((reading) => reading.layer === layer);
    const said = new Map(here.map(({ thought, top }) => [thought, numberOf(top[0]?.piece ?? '')]));
    return results.length === 0 ? [] : [{ results, said }];
  });
}

function hits({ results, said }: SaidProblem, thought: number, step: number): boolean {
  const result = results[step - 1] ?? null;
  return result !== null && said.get(thought) === result;
}

/** Every pair of thought and step. */
export function lensCounts(problems: readonly SaidProblem[]): LensCount[] {
  const thoughts = Math.max(0, ...problems.flatMap(({ said }) => [...said.keys()]));
  const steps = Math.max(0, ...problems.map(({ results }) => results.length));
  return Array.from({ length: thoughts * steps }, (_, place) => {
    const [thought, step] = [Math.floor(place / steps) + 1, (place % steps) + 1];
    const having = problems.filter(({ results, said }) => results[step - 1] != null && said.has(thought));
    return { thought, step, ...count(having, (problem) => hits(problem, thought, step)) };
  });
}

/** Own step against the other step that the thought says most often where it does not say its own. */
interface Rivalry {
  readonly thought: number;
  readonly onlyOwn: number;
  readonly onlyOther: number;
}

function rivalry(problems: readonly SaidProblem[], thought: number, steps: number): Rivalry {
  const others = Array.from({ length: steps }, (_, index) => index + 1).filter((step) => step !== thought);
  const found = others.map((step): Rivalry => {
    const both = problems.filter(({ results }) => results[thought - 1] != null && results[step - 1] != null);
    const own = both.map((problem) => hits(problem, thought, thought));
    const other = both.map((problem) => hits(problem, thought, step));
    return {
      thought,
      onlyOwn: own.filter((hit, index) => hit && other[index] === false).length,
      onlyOther: other.filter((hit, index) => hit && own[index] === false).length,
    };
  });
  return found.reduce<Rivalry>((most, next) => (next.onlyOther > most.onlyOther ? next : most), {
    thought,
    onlyOwn: found[0]?.onlyOwn ?? 0,
    onlyOther: found[0]?.onlyOther ?? 0,
  });
}

/** "The lens of thought k reads the result of step k": looked at for each thought with enough problems. */
export function lensReads(problems: readonly SaidProblem[], layer: number): KnownFinding {
  const counts = lensCounts(problems);
  const own = counts.filter(({ thought, step, n }) => thought === step && n > 0);
  const steps = Math.max(0, ...counts.map(({ step }) => step));
  const rivals = own.filter(({ n }) => n >= FEWEST).map(({ thought }) => rivalry(problems, thought, steps));
  const adjusted = holm(rivals.map(({ onlyOwn, onlyOther }) => mcnemarExact(onlyOwn, onlyOther)));
  const places = rivals.map(({ thought, onlyOwn, onlyOther }, index): Place => {
    const sure = (adjusted[index] ?? 1) < 0.05;
    return { number: thought, says: sure ? (onlyOwn > onlyOther ? 'yes' : 'no') : 'open' };
  });
  return {
    id: 'lens-reads',
    claim: `The lens of thought k (layer ${layer}) reads the result of step k.`,
    verdict: verdictOf(places),
    because:
      `${placesText(places, 'for')} Asked for: the likeliest token is that step’s result more often than that ` +
      `of the strongest other step, on the same problems (exact McNemar, Holm-adjusted over ${places.length} thoughts). ` +
      `Looked at where at least ${FEWEST} problems have the step.`,
    evidence: own.map(
      (each) =>
        `Thought ${each.thought}: ${countText(each)} of the problems with at least ${each.step} steps.`,
    ),
  };
}
