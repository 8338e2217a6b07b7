import { readFileSync } from 'node:fs';

/** The first words of the vocabulary are the numbers 0 to 1000. */
export const NUMBERS = 1001;

/** A word-level tokenizer of exactly V entries: numbers, codi-mini's words, filler words, special tokens. */
export function tokenizer({ vocab, special, firstSpecial, beginId }) {
  const mini = JSON.parse(readFileSync(new URL('../../models/codi-mini/tokenizer.json', import.meta.url)));
  const words = new Set(Array.from({ length: NUMBERS }, (_, number) => String(number)));
  for (const word of Object.keys(mini.model.vocab)) if (!/^<.+>$/.test(word)) words.add(word);
  for (let filler = 0; words.size < firstSpecial; filler++) words.add(`x${letters(filler)}x`);
  const nameOf = (id) => special.get(id) ?? `<|reserved_special_token_${id - firstSpecial}|>`;
  const specials = Array.from({ length: vocab - firstSpecial }, (_, index) => ({
    id: firstSpecial + index,
    content: nameOf(firstSpecial + index),
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const begin = beginId === null ? [] : [{ SpecialToken: { id: nameOf(beginId), type_id: 0 } }];
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const beginToken = { id: nameOf(beginId), ids: [beginId], tokens: [nameOf(beginId)] };
  const all = [...words, ...specials.map(({ content }) => content)];
  return {
    ...mini,
    added_tokens: specials,
    post_processor: {
      type: 'TemplateProcessing',
      single: [...begin, text],
      pair: [...begin, text, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: beginId === null ? {} : { [nameOf(beginId)]: beginToken },
    },
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries(all.map((word, id) => [word, id])),
      // Words that are not there become the last filler word.
      unk_token: all[firstSpecial - 1],
    },
  };
}

/** 0 -> a, 25 -> z, 26 -> ba, .. */
function letters(number) {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : letters(Math.floor(number / 26)) + last;
}
