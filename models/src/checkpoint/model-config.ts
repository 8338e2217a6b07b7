import type { Architecture } from '../architecture.js';
import { ModelError } from '../errors.js';
import { FAMILIES, isFamilyName } from '../families/families.js';
import type { JsonFile } from '../json-file.js';
import { unsupported } from './config-field.js';

/**
 * The architecture that a Hugging Face config.json describes.
 * @param vocabSize V, from CODI's pad id; the file may say V (the base model's) or V + 3
 * @throws ModelError UNSUPPORTED or BAD_CONFIG, naming the field
 */
export function readArchitecture(config: JsonFile, vocabSize: number): Architecture {
  checkVocabSize(config, vocabSize);
  const family = config.content.model_type;
  if (!isFamilyName(family))
    throw unsupported(config, 'model_type', family, Object.keys(FAMILIES).join(', '));
  return FAMILIES[family].readConfig(config, vocabSize);
}

/** Words in the base model's vocabulary as config.json counts them. */
export function configVocabSize(config: JsonFile): number {
  return config.count('vocab_size');
}

function checkVocabSize(config: JsonFile, vocabSize: number): void {
  const said = configVocabSize(config);
  if (said !== vocabSize && said !== vocabSize + 3) {
    const fact = `vocab_size is ${said}, but CODI's pad_id ${vocabSize} asks for ${vocabSize} or ${vocabSize + 3}`;
    throw new ModelError('BAD_CONFIG', `${config.path}: ${fact}; correct pad_id or use the right base model`);
  }
}
