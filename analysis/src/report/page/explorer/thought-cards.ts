import { fixed } from '../../../words/notation.js';
import { layerText, nearestLayer } from '../../shared/nearest-layer.js';
import { valueAt } from '../../shared/packed.js';
import { seriesColour } from '../colours.js';
import { element } from '../element.js';
import { answerText } from '../number-text.js';
import { currentTheme } from '../theme.js';
import { part } from './part.js';
import { singleOf, thoughtsOf, type Seen } from './seen.js';

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
  const step = data.problems.steps[place]?.[thought - 1] ?? '';
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
      element('span', { class: 'step', text: step === '' ? 'no such step' : `step: ${step}` }),
      ...lensLines(seen, thought, step.slice(step.lastIndexOf('=') + 1)),
      element('span', { class: 'effect', text: effectText(seen, thought) }),
    ],
  );
  button.style.setProperty('--thought', seriesColour(thought, currentTheme()));
  return button;
}

function lensLines({ data: { lens }, place, layer }: Seen, thought: number, result: string): HTMLElement[] {
  if (!lens) return [];
  const at = nearestLayer(lens.layers, layer);
  return Array.from({ length: lens.tokens.shape[3] ?? 0 }, (_, rank) => {
    const token = valueAt(lens.tokens, place, thought - 1, at, rank);
    const piece = token === null ? null : (lens.pieces[token] ?? '').replace(/^[\u0120\u2581]/, '').trim();
    const hit = rank === 0 && piece !== null && result !== '' && piece === result;
    const share = valueAt(lens.probability, place, thought - 1, at, rank) ?? 0;
    return element('span', { class: hit ? 'token hit' : 'token' }, [
      element('b', { text: `${piece ?? '–'}${hit ? ' ✓' : ''}` }),
      element('span', { text: share >= 0.005 ? `${fixed(100 * share, 0)} %` : '<1 %' }),
    ]);
  });
}

function effectText({ data, place }: Seen, thought: number): string {
  const set = singleOf(data, thought);
  if (set < 0) return 'not ablated alone';
  const { ablation } = data;
  const drop = valueAt(ablation.drop, place, set);
  const cost = drop === null ? '' : `, drop ${fixed(drop, 2)}`;
  const flip = ablation.flips[place]?.[set] ?? 0;
  const answer = answerText(ablation.answers[place]?.[set] ?? null);
  return `${flip === 1 ? `flips to ${answer}` : flip === -1 ? `mends to ${answer}` : `still ${answer}`}${cost}`;
}
