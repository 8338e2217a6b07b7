import type { CodiTokenizer } from '@codiscope/models';

import type { ForcedAnswer } from '../engine/rollout-plan.js';

/**
 * The tokens of "The answer is:" and the gold answer. Null when the tokenizer cannot write the gold answer: then
 * there is nothing whose probability could be measured.
 */
export function forcedAnswer(tokenizer: CodiTokenizer, prefix: string, gold: string): ForcedAnswer | null {
  if (tokenizer.unknownWords(gold).length > 0) return null;
  const tokens = tokenizer.encodePlain(`${prefix} ${gold}`);
  const lead = tokenizer.encodePlain(prefix);
  let goldFrom = 0;
  while (goldFrom < lead.length && tokens[goldFrom] === lead[goldFrom]) goldFrom++;
  const numberAt = tokens.findIndex(
    (token, index) => index >= goldFrom && /[-\d]/.test(tokenizer.piece(token)),
  );
  return numberAt < 0 ? null : { tokens, goldFrom, numberAt };
}
