import { join } from 'node:path';
import { ModelError } from './errors.js';
import { loadTokenizer } from './huggingface-tokenizer.js';
import type { HuggingFaceTokenizer } from './huggingface-tokenizer.js';
import { JsonFile } from './json-file.js';
import { checkTokenizerIds } from './tokenizer-ids.js';

/** The tokenizer of a base model, with names for the three ids that CODI adds after its words. */
export class CodiTokenizer {
  /** Names of ids that are not in tokenizer.json: pad, BOT, EOT. */
  private readonly added: ReadonlyMap<number, string>;
  private readonly unknownId: number | undefined;
  /** The id of tokenizer_config.json's `eos_token`, if it names one. */
  readonly eosId: number | undefined;
  /** Number of words, special tokens of the base model included. */
  readonly size: number;

  private constructor(
    private readonly tokenizer: HuggingFaceTokenizer,
    /** V: pad, BOT and EOT are V, V + 1 and V + 2. */
    private readonly vocabSize: number,
    tokens: { unknown: string | undefined; eos: string | undefined },
  ) {
    this.added = new Map([
      [vocabSize, '<pad>'],
      [vocabSize + 1, '<bot>'],
      [vocabSize + 2, '<eot>'],
    ]);
    // Not Math.max(...ids): LLaMA's 128,256 words are more arguments than a call can take.
    this.size = 1 + [...tokenizer.get_vocab().values()].reduce((most, id) => Math.max(most, id), -1);
    this.unknownId = tokens.unknown === undefined ? undefined : tokenizer.token_to_id(tokens.unknown);
    this.eosId = tokens.eos === undefined ? undefined : tokenizer.token_to_id(tokens.eos);
  }

  /**
   * Reads tokenizer.json and tokenizer_config.json.
   * @param vocabSize V, the number of the base model's words
   * @throws ModelError MISSING_FILE, BAD_FILE, BAD_CONFIG if there are more words than V
   */
  static async open(directory: string, vocabSize: number): Promise<CodiTokenizer> {
    const words = await JsonFile.read(join(directory, 'tokenizer.json'));
    const config = await JsonFile.read(join(directory, 'tokenizer_config.json'));
    const unknown = words.object('model')?.content.unk_token;
    checkTokenizerIds(words, vocabSize);
    return new CodiTokenizer(loadTokenizer(words, config), vocabSize, {
      unknown: typeof unknown === 'string' ? unknown : undefined,
      eos: tokenText(config, 'eos_token'),
    });
  }

  /** Ids of a text, with the special tokens that the tokenizer adds by default (LLaMA: BOS in front). */
  encode(text: string): number[] {
    return this.known(this.tokenizer.encode(text).ids);
  }

  /** Ids of a text's own words only. */
  encodePlain(text: string): number[] {
    return this.known(this.tokenizer.encode(text, { add_special_tokens: false }).ids);
  }

  /** The text of ids; special tokens and CODI's three are left out. */
  decode(ids: readonly number[]): string {
    return this.text(
      ids.filter((id) => this.isWord(id)),
      true,
    );
  }

  /**
   * One id as text, special tokens by name. A byte-level tokenizer may show a part of a character as U+FFFD.
   * @throws ModelError NOT_FOUND for an id outside [0, V + 3)
   */
  piece(id: number): string {
    const added = this.added.get(id);
    if (added !== undefined) return added;
    if (this.isWord(id)) return this.text([id], false);
    if (Number.isInteger(id) && id >= 0 && id < this.vocabSize) return `<unused ${id}>`;
    throw new ModelError('NOT_FOUND', `there is no token id ${id}; ids run from 0 to ${this.vocabSize + 2}`);
  }

  /** The words of a text that became the unknown token, in order, each once. Byte-level tokenizers know all. */
  unknownWords(text: string): string[] {
    const { unknownId, tokenizer } = this;
    if (unknownId === undefined) return [];
    const normalized = tokenizer.normalizer?.normalize(text) ?? text;
    const words = tokenizer.pre_tokenizer?.pre_tokenize(normalized) ?? normalized.split(/\s+/);
    return [...new Set(words)].filter((word) => this.encodePlain(word).includes(unknownId));
  }

  /** The library takes the unknown token from tokenizer_config.json alone, and gives no id where it is not there. */
  private known(ids: readonly (number | undefined)[]): number[] {
    return ids.map((id) => {
      const known = id ?? this.unknownId;
      if (known !== undefined) return known;
      const fact =
        'the text has words that the tokenizer does not know, and tokenizer.json names no unk_token';
      throw new ModelError(
        'BAD_CONFIG',
        `${fact}; use other words, or the tokenizer that belongs to the model`,
      );
    });
  }

  private isWord(id: number): boolean {
    return this.tokenizer.id_to_token(id) !== undefined;
  }

  private text(ids: number[], skipSpecial: boolean): string {
    // The library refuses an empty list.
    return ids.length === 0 ? '' : this.tokenizer.decode(ids, { skip_special_tokens: skipSpecial });
  }
}

/** A special token in tokenizer_config.json: its text, or an object with the text as `content`. */
function tokenText(config: JsonFile, field: string): string | undefined {
  const value = config.content[field];
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? undefined : config.object(field)?.string('content');
}
