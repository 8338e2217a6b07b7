import * as library from '@huggingface/tokenizers';
import { ModelError } from './errors.js';
import type { JsonFile } from './json-file.js';

/** What is used of the library's Tokenizer; its own declarations do not resolve under NodeNext. */
export interface HuggingFaceTokenizer {
  normalizer: { normalize(text: string): string } | null;
  pre_tokenizer: { pre_tokenize(text: string): string[] } | null;
  encode(text: string, options?: { add_special_tokens?: boolean }): { ids: (number | undefined)[] };
  decode(ids: number[], options?: { skip_special_tokens?: boolean }): string;
  token_to_id(token: string): number | undefined;
  id_to_token(id: number): string | undefined;
  get_vocab(): Map<string, number>;
}

type TokenizerClass = new (tokenizer: unknown, config: unknown) => HuggingFaceTokenizer;

const { Tokenizer } = library as unknown as { Tokenizer: TokenizerClass };

/** @throws ModelError BAD_FILE if tokenizer.json describes none that the library can build */
export function loadTokenizer(words: JsonFile, config: JsonFile): HuggingFaceTokenizer {
  try {
    return new Tokenizer(words.content, config.content);
  } catch (cause) {
    throw new ModelError('BAD_FILE', `${words.path} describes no usable tokenizer; fetch it again`, {
      cause,
    });
  }
}
