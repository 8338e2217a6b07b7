import { experimentOf } from './experiment-name.js';

/**
 * The journal's order when an experiment finishes: experiments by name, this one's rollouts in the order of its plan,
 * those of the others in the order they have. So a folder whose experiments are all finished has the same journal,
 * whichever came first.
 *
 * @returns every key of `keys`, once.
 */
export function journalOrder(keys: readonly string[], finished: string, plan: readonly string[]): string[] {
  const byExperiment = new Map<string, Set<string>>();
  for (const key of keys) {
    const name = experimentOf(key);
    byExperiment.set(name, (byExperiment.get(name) ?? new Set()).add(key));
  }
  const own = byExperiment.get(finished) ?? new Set();
  byExperiment.set(finished, new Set([...plan.filter((key) => own.has(key)), ...own]));
  return [...byExperiment.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]) => [...group]);
}
