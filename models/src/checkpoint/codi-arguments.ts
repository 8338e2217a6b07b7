import { join } from 'node:path';
import { ModelError } from '../errors.js';
import { JsonFile } from '../json-file.js';

/** How a checkpoint was trained, as far as running it depends on that. Official names in brackets. */
export interface CodiArguments {
  /** [num_latent] */
  thoughts: number;
  /** [use_prj] Only `true` is supported. */
  useProjection: boolean;
  /** [prj_dim] */
  projectionDim: number;
  /** [not prj_no_ln] */
  projectionLayerNorm: boolean;
  /** [remove_eos] */
  removeEos: boolean;
  /** [use_lora] Whether the weights still hold adapters. */
  useLora: boolean;
  /** [lora_r] Without adapters 0. */
  loraRank: number;
  /** [lora_alpha] Without adapters 0. */
  loraAlpha: number;
  /** [pad_id] V, the number of the base model's words. */
  padId: number;
  /** [bot_id] V + 1. */
  botId: number;
  /** [eot_id] V + 2. */
  eotId: number;
  /** The words before the answer's number. */
  answerPrefix: string;
}

/**
 * The arguments of a checkpoint folder: those given, else those of `codi_args.json` or `codi_config.json`. The
 * official code keeps them on its command line, so a folder may hold neither file; then all without a default
 * must be given.
 * @param baseVocabSize V if no id says otherwise
 * @throws ModelError MISSING_FILE, BAD_FILE, BAD_CONFIG, UNSUPPORTED
 */
export async function readCodiArguments(
  directory: string,
  given: Partial<CodiArguments>,
  baseVocabSize: number,
): Promise<CodiArguments> {
  const all = withDefaults({ ...(await readFiles(directory)), ...given }, baseVocabSize);
  const missing = officialNames.filter(([name]) => all[name] === undefined).map(([, official]) => official);
  if (missing.length > 0) {
    const fact = `${directory} does not say how it was trained: ${missing.join(', ')} missing`;
    throw new ModelError(
      'MISSING_FILE',
      `${fact}; write them into ${join(directory, 'codi_args.json')} or give them`,
    );
  }
  return checked(directory, all as CodiArguments);
}

/** The official checkpoints have 6. */
const mostThoughts = 1024;

/** An adapter is read whole. Common ranks are 8 to 256. */
const highestRank = 4096;

const officialNames: readonly (readonly [keyof CodiArguments, string])[] = [
  ['thoughts', 'num_latent'],
  ['projectionDim', 'prj_dim'],
  ['removeEos', 'remove_eos'],
  ['useLora', 'use_lora'],
  ['loraRank', 'lora_r'],
  ['loraAlpha', 'lora_alpha'],
];

async function readFiles(directory: string): Promise<Partial<CodiArguments>> {
  const official = await JsonFile.readIfThere(join(directory, 'codi_args.json'));
  const file = official ?? (await JsonFile.readIfThere(join(directory, 'codi_config.json')));
  if (!file) return {};
  const found = file.object('official_args') ?? file;
  const has = (field: string) => (found.content[field] ?? undefined) !== undefined;
  return {
    ...(has('num_latent') && { thoughts: found.count('num_latent', undefined, mostThoughts) }),
    ...(has('use_prj') && { useProjection: found.boolean('use_prj') }),
    ...(has('prj_dim') && { projectionDim: found.count('prj_dim') }),
    ...(has('prj_no_ln') && { projectionLayerNorm: !found.boolean('prj_no_ln') }),
    ...(has('remove_eos') && { removeEos: found.boolean('remove_eos') }),
    ...(has('use_lora') && { useLora: found.boolean('use_lora') }),
    ...(has('lora_r') && { loraRank: found.number('lora_r') }),
    ...(has('lora_alpha') && { loraAlpha: found.number('lora_alpha') }),
    ...('pad_id' in file.content && { padId: file.count('pad_id') }),
    ...('bot_id' in file.content && { botId: file.count('bot_id') }),
    ...('eot_id' in file.content && { eotId: file.count('eot_id') }),
    ...('answer_prefix' in file.content && { answerPrefix: file.string('answer_prefix') }),
  };
}

function withDefaults(known: Partial<CodiArguments>, baseVocabSize: number): Partial<CodiArguments> {
  const padId = known.padId ?? baseVocabSize;
  return {
    useProjection: true,
    projectionLayerNorm: true,
    answerPrefix: 'The answer is:',
    botId: padId + 1,
    eotId: padId + 2,
    ...known,
    padId,
    ...(known.useLora === false && { loraRank: 0, loraAlpha: 0 }),
  };
}

function checked(directory: string, all: CodiArguments): CodiArguments {
  if (!all.useProjection) {
    throw new ModelError(
      'UNSUPPORTED',
      `${directory}: use_prj is false; only checkpoints with a projection can be run`,
    );
  }
  if (all.botId !== all.padId + 1 || all.eotId !== all.padId + 2) {
    const found = `pad_id ${all.padId}, bot_id ${all.botId}, eot_id ${all.eotId}`;
    throw new ModelError(
      'BAD_CONFIG',
      `${directory}: ${found} do not follow each other; CODI's are V, V + 1, V + 2`,
    );
  }
  if (!Number.isInteger(all.thoughts) || all.thoughts < 1 || all.thoughts > mostThoughts) {
    const wanted = `a whole number from 1 to ${mostThoughts}`;
    throw new ModelError(
      'BAD_CONFIG',
      `${directory}: num_latent is ${all.thoughts}; it must be ${wanted}: correct it`,
    );
  }
  if (all.useLora) checkAdapters(directory, all);
  return all;
}

function checkAdapters(directory: string, { loraRank, loraAlpha }: CodiArguments): void {
  const isRank = Number.isInteger(loraRank) && loraRank > 0 && loraRank <= highestRank;
  if (isRank && loraAlpha > 0) return;
  const found = `lora_r ${loraRank} and lora_alpha ${loraAlpha}`;
  const wanted = `a whole number up to ${highestRank} and a number above 0`;
  throw new ModelError('BAD_CONFIG', `${directory}: ${found} must be ${wanted} with use_lora; correct them`);
}
