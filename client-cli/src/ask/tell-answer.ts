import { bar } from '../terminal/bar.js';
import type { Answered, ThoughtSeen } from './ask-question.js';

const BAR = 10;

/** One question at a glance, as text for a terminal of 100 columns. */
export function tellAnswer(answered: Answered): string {
  const { question, text, predicted, gold, correct, thoughts, elsewhere, warnings } = answered;
  const verdict = gold === null ? '' : correct ? `  (right: ${gold})` : `  (wrong: ${gold} is right)`;
  // Below half a nat nothing is worth a long bar.
  const largest = Math.max(0.5, ...thoughts.flatMap(({ logProbDrop }) => logProbDrop ?? []));
  const width = Math.max('decodes to'.length, ...thoughts.map((thought) => lensText(thought).length));
  const head = [
    '  '.padEnd(11),
    'decodes to'.padEnd(width),
    `zeroed after layer ${answered.ablatedLayer}`.padEnd(BAR + 22),
    `attention, layer ${answered.attentionLayer}`,
  ].join('  ');
  const rows = thoughts.map((seen) =>
    [
      `  thought ${seen.thought}`.padEnd(11),
      lensText(seen).padEnd(width),
      importanceText(seen, predicted, largest),
      attentionText(seen.attention),
    ].join('  '),
  );
  const rest = Object.entries(elsewhere).map(
    ([group, weight]) => `${group.replace('_', ' ')} ${weight.toFixed(3)}`,
  );
  return [
    `Q  ${question}`,
    `A  ${text}${verdict}`,
    '',
    head,
    ...rows,
    '',
    ...(rest.length > 0
      ? [`  attention elsewhere: ${rest.join(', ')}`]
      : ['  the answer has no number: no attention row']),
    '  decodes to: likeliest tokens of the state that becomes the thought. Zeroed: nats of log-probability that the',
    `  ${gold === null ? "model's own" : 'right'} answer loses, and the new answer where it changes.`,
    ...warnings.map((warning) => `  warning: ${warning}`),
  ].join('\n');
}

function lensText({ lens }: ThoughtSeen): string {
  return lens.map(({ token, probability }) => `${token} ${(100 * probability).toFixed(0)}%`).join('  ');
}

function importanceText(
  { logProbDrop, answerWithout }: ThoughtSeen,
  predicted: string | null,
  largest: number,
): string {
  const changed = answerWithout === predicted ? '' : `-> ${answerWithout ?? 'no number'}`;
  if (logProbDrop === null) return `${' '.repeat(BAR)}         ${changed}`.padEnd(BAR + 22);
  const number = logProbDrop.toFixed(2).replace('-', '−').padStart(7);
  return `${bar(logProbDrop / largest, BAR)}${number}  ${changed}`.padEnd(BAR + 22);
}

function attentionText(weight: number | null): string {
  return weight === null ? '' : `${bar(weight, BAR)} ${weight.toFixed(3)}`;
}
