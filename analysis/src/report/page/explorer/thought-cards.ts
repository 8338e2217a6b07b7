import { fixed } from '../../../words/notation.js';
import { entryAt } from '../../../words/required.js';
import { layerText, nearestLayer } from '../../shared/nearest-layer.js';
import { valueAt } from '../../shared/packed.js';
import { seriesColour } from '../colours.js';
import { element } from '../element.js';
import { answerText, NO_VALUE, shortPercent } from '../number-text.js';
import { currentTheme } from '../theme.js';
import { part, thoughtsOf, type Seen } from './part.js';

/** The thoughts side by side: the step of the same number, what the thought says, what ablating it does. */
export function thoughtCards(seen: Seen): HTMLElement {
  const { data } = seen;
  const lens = data.lens?.layers[nearestLayer(data.lens.layers, seen.layer)];
  const note = lens
    ? `Below each thought: its likeliest tokens at layer ${layerText(lens)} (logit lens) with their probabilities. Step k stands beside thought k; a tick: the likeliest token is its result.`
    : 'Step k stands beside thought k. What each thought says, “codi lens” adds.';
  const cards = element(
    'div',
    { class: 'thoughts', attributes: { role: 'group', 'aria-label': 'Choose a thought' } },
    thoughtsOf(data).map((thought) => card(seen, thought)),
  );
  return part('Thoughts', note, [cards], 'thoughts-part');
}

function card(seen: Seen, thought: number): HTMLElement {
  const { data, place, set } = seen;
  // A problem may have fewer steps than there are thoughts.
  const step = entryAt(data.problems.steps, place, 'the steps')[thought - 1] ?? null;
  const button = element(
    'button',
    {
      class: 'thought',
      attributes: {
        type: 'button',
        'data-key': `thought-${thought}`,
        'aria-pressed': String(seen.thought === thought),
      },
      on: {
        click: () => {
          set({ thought });
        },
      },
    },
    [
      element('strong', { text: `Thought ${thought}` }),
      element('span', { class: 'step', text: step === null ? 'no such step' : `step: ${step}` }),
      ...lensLines(seen, thought, step && step.slice(step.lastIndexOf('=') + 1)),
      element('span', { class: 'effect', text: effectText(seen, thought) }),
    ],
  );
  button.style.setProperty('--thought', seriesColour(thought, currentTheme()));
  return button;
}

function lensLines(
  { data: { lens }, place, layer }: Seen,
  thought: number,
  result: string | null,
): HTMLElement[] {
  if (!lens) return [];
  const at = nearestLayer(lens.layers, layer);
  return Array.from({ length: entryAt(lens.tokens.shape, 3, 'the number of tokens') }, (_, rank) => {
    const token = valueAt(lens.tokens, place, thought - 1, at, rank);
    const piece = token === null ? null : entryAt(lens.pieces, token, 'the token');
    const text = piece?.replace(/^[\u0120\u2581]/, '').trim() ?? NO_VALUE;
    const hit = rank === 0 && piece !== null && text !== '' && text === result;
    const share = valueAt(lens.probability, place, thought - 1, at, rank);
    return element('span', { class: hit ? 'token hit' : 'token' }, [
      element('b', { text: `${text}${hit ? ' ✓' : ''}` }),
      element('span', { text: probabilityText(share) }),
    ]);
  });
}

/** Probabilities are kept with two decimals, so 0 is anything below a half percent. */
function probabilityText(share: number | null): string {
  if (share === null) return NO_VALUE;
  return share < 0.005 ? '<1 %' : `${shortPercent(share)} %`;
}

function effectText({ data: { ablation }, place }: Seen, thought: number): string {
  const set = ablation.sets.findIndex((each) => each.length === 1 && each[0] === thought);
  if (set < 0) return 'not ablated alone';
  const drop = valueAt(ablation.drop, place, set);
  const cost = drop === null ? '' : `, drop ${fixed(drop, 2)}`;
  const flip = entryAt(entryAt(ablation.flips, place, 'the flips'), set, 'the flip');
  const answer = answerText(entryAt(ablation.answers, place, 'the answers')[set] ?? null);
  if (flip === null) return 'not ablated';
  return `${flip === 1 ? `flips to ${answer}` : flip === -1 ? `mends to ${answer}` : `still ${answer}`}${cost}`;
}
