import { ModelError } from './errors.js';
import type { JsonFile } from './json-file.js';

/**
 * Checks the ids in a tokenizer.json before the library sees them: it takes any value, and counts up to the highest.
 * @param vocabSize V, the number of the base model's words
 * @throws ModelError BAD_FILE, BAD_CONFIG for an id of V or more
 */
export function checkTokenizerIds(words: JsonFile, vocabSize: number): void {
  let size = 0;
  for (const [word, id] of wordsWithIds(words)) {
    if (!Number.isSafeInteger(id) || (id as number) < 0) {
      const fact = `${words.path}: the word ${JSON.stringify(word)} has the id ${JSON.stringify(id)}`;
      throw new ModelError('BAD_FILE', `${fact}, which is no whole number from 0 on; fetch the file again`);
    }
    size = Math.max(size, 1 + (id as number));
  }
  if (size <= vocabSize) return;
  const fact = `${words.path} has ${size} words, the model's vocabulary ${vocabSize}`;
  throw new ModelError('BAD_CONFIG', `${fact}; take both from the same base model and check pad_id`);
}

/** Words with their ids; a Unigram model lists them by id. Other forms are for the library to refuse. */
function* wordsWithIds(words: JsonFile): Generator<[unknown, unknown]> {
  const vocab = words.object('model')?.content.vocab as Readonly<Record<string, unknown>> | undefined | null;
  if (Array.isArray(vocab)) yield* vocab.map((word: unknown, id): [unknown, unknown] => [word, id]);
  else if (typeof vocab === 'object' && vocab !== null) for (const word in vocab) yield [word, vocab[word]];
  const added = words.content.added_tokens;
  if (!Array.isArray(added)) return;
  for (const token of added as ({ content?: unknown; id?: unknown } | null)[])
    yield [token?.content, token?.id];
}
