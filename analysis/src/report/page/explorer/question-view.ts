import { layerText, nearestLayer } from '../../shared/nearest-layer.js';
import { valueAt } from '../../shared/packed.js';
import { questionParts, weightedParts, type QuestionPart } from '../../shared/question-parts.js';
import { cellColours } from '../colours.js';
import { element } from '../element.js';
import { shortPercent } from '../number-text.js';
import { currentTheme } from '../theme.js';
import { part } from './part.js';
import type { Seen } from './seen.js';

/** The question with its numbers, shaded by where the chosen thought looks, where that is known. */
export function questionView(seen: Seen): HTMLElement {
  const { data, place, thought } = seen;
  const question = data.problems.questions[place] ?? '';
  const routed = routedParts(seen, question);
  const parts = routed?.parts ?? questionParts(question);
  const top = Math.max(0.01, ...parts.map(({ weight }) => weight ?? 0));
  const text = element(
    'p',
    { class: 'question' },
    parts.map((each) => span(each, top)),
  );
  const note = routed
    ? `Shaded by the attention of thought ${thought}’s row in layer ${routed.layer}, mean over heads; the strongest is ${shortPercent(top)}\u00a0%. Numbers are underlined.`
    : 'Numbers are underlined. Where each thought looks, “codi route” adds.';
  return part('Question', note, [text], 'question-part');
}

function routedParts(
  { data: { routing }, place, layer, thought }: Seen,
  question: string,
): { parts: QuestionPart[]; layer: string } | null {
  const weights = routing?.weights[place];
  if (!routing || !weights) return null;
  const at = nearestLayer(routing.layers, layer);
  const named = routing.layers[at];
  if (named === undefined) return null;
  const tokens = (routing.tokens[place] ?? []).map((piece, index) => ({
    piece: routing.pieces[piece] ?? '',
    number: routing.classes[routing.tokenClasses[place]?.[index] ?? -1] === 'number',
    weight: valueAt(weights, at, thought - 1, index),
  }));
  return { parts: weightedParts(question, tokens), layer: layerText(named) };
}

function span({ text, number, weight, special }: QuestionPart, top: number): HTMLElement | string {
  if (!number && weight === null) return text;
  const made = element(number ? 'mark' : 'span', { text, ...(special && { class: 'special' }) });
  if (weight !== null) {
    const share = weight / top;
    const { fill, ink } = cellColours(share, false, currentTheme());
    if (share > 0.03) Object.assign(made.style, { backgroundColor: fill, color: ink });
    made.title = `${shortPercent(weight)} % of the attention`;
  }
  return made;
}
