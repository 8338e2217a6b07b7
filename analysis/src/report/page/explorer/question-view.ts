import { entryAt } from '../../../words/required.js';
import { layerText, nearestLayer } from '../../shared/nearest-layer.js';
import { valueAt } from '../../shared/packed.js';
import { questionParts, weightedParts, type QuestionPart } from '../../shared/question-parts.js';
import { cellColour, inkOn } from '../colours.js';
import { element } from '../element.js';
import { shortPercent } from '../number-text.js';
import { currentTheme } from '../theme.js';
import { part, type Seen } from './part.js';

/** The question with its numbers, shaded by where the chosen thought looks, where that is known. */
export function questionView(seen: Seen): HTMLElement {
  const { data, place, thought } = seen;
  const question = entryAt(data.problems.questions, place, 'the question');
  const routed = routedParts(seen, question);
  const parts = routed?.parts ?? questionParts(question);
  const weights = parts.flatMap(({ weight }) => (weight === null ? [] : [weight]));
  const top = Math.max(0.01, ...weights);
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
  const [pieces, classes] = [routing?.tokens[place], routing?.tokenClasses[place]];
  if (!routing || !weights || !pieces || !classes) return null;
  const at = nearestLayer(routing.layers, layer);
  const named = routing.layers[at];
  if (named === undefined) return null;
  const tokens = pieces.map((piece, index) => ({
    piece: entryAt(routing.pieces, piece, 'the token'),
    number: routing.classes[entryAt(classes, index, 'the class of the token')] === 'number',
    weight: valueAt(weights, at, thought - 1, index),
  }));
  return { parts: weightedParts(question, tokens), layer: layerText(named) };
}

function span({ text, number, weight, special }: QuestionPart, top: number): HTMLElement | string {
  if (!number && weight === null) return text;
  const made = element(number ? 'mark' : 'span', { text, ...(special && { class: 'special' }) });
  if (weight !== null) {
    const share = weight / top;
    const fill = cellColour(share, false, currentTheme());
    if (share > 0.03) Object.assign(made.style, { backgroundColor: fill, color: inkOn(fill) });
    made.title = `${shortPercent(weight)} % of the attention`;
  }
  return made;
}
