import type { RolloutRequest } from '@codiscope/proto';

import type { FieldViolation } from '../errors.js';
import type { RequestContext } from './request-context.js';

/** No tokenizer's tokens are longer than this on average. */
const CHARACTERS_PER_TOKEN = 100;

/** A question in tokens, and what its user should know about it. */
export interface QuestionTokens {
  readonly ids: readonly number[];
  readonly warnings: readonly string[];
}

/** The question of a request as token ids, or what is wrong with it. */
export function questionTokens(
  question: RolloutRequest['question'],
  { checkpoint, limits }: RequestContext,
): QuestionTokens | FieldViolation {
  if (!question) return { field: 'question', description: 'is missing; give `text` or `token_ids`' };
  const { tokenizer, architecture } = checkpoint;
  if (question.$case === 'text') {
    if (question.value.trim() === '') {
      return { field: 'text', description: 'is empty; give a question of at least one word' };
    }
    // Cutting a text into tokens takes time that grows with it, and no token is that long.
    const characters = question.value.length;
    if (characters > CHARACTERS_PER_TOKEN * limits.maxQuestionTokens) {
      const most = limits.maxQuestionTokens;
      return {
        field: 'text',
        description: `has ${characters} characters; this server takes at most ${most} tokens, so shorten the question`,
      };
    }
    const ids = tokenizer.encode(question.value);
    const long = tooLong('text', ids.length, limits.maxQuestionTokens);
    if (long) return long;
    const unknown = tokenizer.unknownWords(question.value);
    const warnings =
      unknown.length > 0
        ? [
            `the model does not know ${unknown.map((word) => `"${word}"`).join(', ')}: read as the unknown token`,
          ]
        : [];
    return { ids, warnings };
  }
  const { ids } = question.value;
  if (ids.length === 0)
    return { field: 'token_ids.ids', description: 'is empty; give at least one token id' };
  const index = ids.findIndex((id) => id >= architecture.vocabSize);
  if (index >= 0) {
    const most = architecture.vocabSize - 1;
    return { field: `token_ids.ids[${index}]`, description: `is ${ids[index]}; token ids are 0 to ${most}` };
  }
  return tooLong('token_ids.ids', ids.length, limits.maxQuestionTokens) ?? { ids, warnings: [] };
}

function tooLong(field: string, length: number, most: number): FieldViolation | null {
  if (length <= most) return null;
  return {
    field,
    description: `has ${length} tokens; this server takes at most ${most}, so shorten the question`,
  };
}
