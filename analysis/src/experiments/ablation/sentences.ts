import { fixed, percent, thoughtList } from '../../words/notation.js';
import type { GameSummary, LatticeSummary } from './lattice.js';

type Entry = GameSummary['shapley'][number];

/** The thoughts together, in sentences; none without the lattice. */
export function compositionSentences(lattice: LatticeSummary | null): string[] {
  if (lattice === null) return [];
  const { gold_log_prob: score, accuracy, problems } = lattice;
  const left = lattice.left_out.length === 0 ? '' : `, ${lattice.left_out.length} left out`;
  return [
    `All ${lattice.sets} sets of intact thoughts were run on ${problems} problems, right or wrong${left}. With every thought ablated ` +
      `${percent(accuracy.none.value)} of the answers are right, with none ${percent(accuracy.all.value)}.`,
    shapleySentence(accuracy, (value) => `${fixed(100 * value, 1)} points`, 'accuracy'),
    shapleySentence(score, (value) => `${fixed(value, 2)} nats`, 'gold log-probability'),
    interactionSentence(score),
    redundancySentence(score),
  ];
}

function intervalText({ interval_95: interval }: Entry, unit: (value: number) => string): string {
  return interval === null ? '' : ` (95 % interval ${interval.map(unit).join(' to ')})`;
}

function shapleySentence(game: GameSummary, unit: (value: number) => string, what: string): string {
  const ranked = game.shapley.toSorted((a, b) => b.value - a.value);
  const [first] = ranked;
  if (first === undefined) return '';
  const idle = game.shapley.filter(
    ({ interval_95: interval }) => interval !== null && interval[0] <= 0 && interval[1] >= 0,
  );
  const none =
    idle.length === 0
      ? ''
      : `; the share of ${thoughtList(idle.map(({ thought }) => thought))} is not told from zero`;
  return (
    `Of the ${unit(game.gain.value)} of ${what} that the thoughts bring together, thought ${first.thought} has the largest Shapley ` +
    `share: ${unit(first.value)}${intervalText(first, unit)}${none}. Each interval stands for itself.`
  );
}

function interactionSentence({ interactions }: GameSummary): string {
  const told = interactions.filter(
    ({ interval_all_pairs: interval }) => interval !== null && (interval[0] > 0 || interval[1] < 0),
  );
  if (told.length === 0) {
    return `No two thoughts are shown to act otherwise than by adding up (${interactions.length} pairs, intervals that hold for all together).`;
  }
  const strongest = told.toSorted((a, b) => Math.abs(b.value) - Math.abs(a.value)).slice(0, 3);
  const named = strongest.map(
    ({ thoughts, value }) =>
      `${thoughts.join(' and ')} (${fixed(value, 2)} nats, ${value > 0 ? 'both needed' : 'each stands in for the other'})`,
  );
  return `${told.length} of ${interactions.length} pairs of thoughts interact (intervals that hold for all together), most of all thoughts ${named.join('; ')}.`;
}

/** What single removals miss: the difference of their sum to the whole gain. */
function redundancySentence({ single_removal: singles, gain }: GameSummary): string {
  const total = singles.reduce((sum, { value }) => sum + value, 0);
  return (
    `Ablated one at a time, the thoughts cost ${fixed(total, 2)} nats in sum, ablated together ${fixed(gain.value, 2)}: ` +
    (total < gain.value
      ? 'single ablations miss what other thoughts make good for.'
      : 'single ablations count what thoughts need each other for more than once.')
  );
}
