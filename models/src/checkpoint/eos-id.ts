import { join } from 'node:path';
import { ModelError } from '../errors.js';
import { JsonFile } from '../json-file.js';
import type { CodiTokenizer } from '../tokenizer.js';

/**
 * The id that ends an answer: the tokenizer's `eos_token`, as in the official code. The `eos_token_id` of
 * generation_config.json and config.json must be the same or, if they list several, contain it; without an
 * `eos_token` a single id of theirs stands in.
 * @param folder of the language model's files
 * @throws ModelError BAD_CONFIG
 */
export async function readEosId(folder: string, config: JsonFile, tokenizer: CodiTokenizer): Promise<number> {
  const generation = await JsonFile.readIfThere(join(folder, 'generation_config.json'));
  const said = [generation, config].flatMap((file) => (file ? endIds(file) : []));
  const [first] = said;
  const eosId = tokenizer.eosId ?? (first?.ids.length === 1 ? first.ids[0] : undefined);
  if (eosId === undefined) {
    throw new ModelError(
      'BAD_CONFIG',
      `${folder} names no token that ends a text; add eos_token to tokenizer_config.json`,
    );
  }
  for (const { path, ids } of said) {
    if (ids.includes(eosId)) continue;
    const fact = `${path}: eos_token_id ${ids.join(', ')} is not the tokenizer's eos_token (${eosId})`;
    throw new ModelError('BAD_CONFIG', `${fact}; take all files from the same base model`);
  }
  return eosId;
}

/** LLaMA 3.1's instruct models list three. */
const mostIds = 100;

function endIds(file: JsonFile): { path: string; ids: number[] }[] {
  const value = file.content.eos_token_id ?? [];
  const ids = (Array.isArray(value) ? value : [value]) as unknown[];
  if (!ids.every(isId) || ids.length > mostIds) {
    throw new ModelError(
      'BAD_CONFIG',
      `${file.path}: eos_token_id must be a token id or a list of at most ${mostIds} of them`,
    );
  }
  return ids.length === 0 ? [] : [{ path: file.path, ids }];
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
