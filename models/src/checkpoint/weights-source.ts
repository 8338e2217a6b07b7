import { join } from 'node:path';
import type { StoredTensor } from '../weights/stored-tensor.js';
import { WeightsFile } from '../weights/weights-file.js';
import { isFile } from './model-folder.js';

/** Stored tensors by their official names, wherever they lie. */
export interface WeightsSource extends Pick<WeightsFile, 'read' | 'chunks' | 'check' | 'close'> {
  /** The checkpoint's weights file. */
  readonly path: string;
  /** Every file that values come from. */
  readonly paths: readonly string[];
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Names of the checkpoint's own tensors: each must have its place in the model. */
  readonly ownNames: readonly string[];
  /** The file that holds all of them as they are asked for; null when they come from two. */
  readonly single: WeightsFile | null;
}

/** Under these names the base model's tensors would have the wrong number of rows. */
const resized = /(embed_tokens|wte|lm_head)\.weight$/;

/**
 * Opens a checkpoint's weights. Training with adapters may leave the frozen base weights out: those are then taken
 * from `model.safetensors` in the base model's folder.
 */
export async function openWeights(path: string, modelFolder: string): Promise<WeightsSource> {
  const own = await WeightsFile.open(path);
  const basePath = join(modelFolder, 'model.safetensors');
  if (basePath === path || !isAdapted(own) || !(await isFile(basePath))) return alone(own);
  const base = await WeightsFile.open(basePath).catch(async (error: unknown) => {
    await own.close();
    throw error;
  });
  const borrowed = borrowedNames(own, base);
  if (borrowed.size === 0) {
    await base.close();
    return alone(own);
  }
  return together(own, base, borrowed);
}

function isAdapted(file: WeightsFile): boolean {
  return [...file.tensors.keys()].some((name) => name.includes('.lora_A.'));
}

/** The official name -> the base file's name of each tensor that only the base has. */
function borrowedNames(own: WeightsFile, base: WeightsFile): Map<string, string> {
  const adapted = new Set(
    [...own.tensors.keys()].flatMap((name) => /^(.*)\.lora_A\.default\.weight$/.exec(name)?.[1] ?? []),
  );
  const borrowed = new Map<string, string>();
  for (const name of base.tensors.keys()) {
    if (resized.test(name)) continue;
    // GPT-2's published weights leave the prefix out.
    const full = /^(h\.\d|wpe|ln_f)/.test(name) ? `transformer.${name}` : name;
    const [, module = full, kind = 'weight'] = /^(.*)\.(weight|bias)$/.exec(full) ?? [];
    const prefixed = `codi.base_model.model.${module}`;
    const official = adapted.has(prefixed) ? `${prefixed}.base_layer.${kind}` : `${prefixed}.${kind}`;
    if (!own.tensors.has(official)) borrowed.set(official, name);
  }
  return borrowed;
}

function alone(own: WeightsFile): WeightsSource {
  return {
    path: own.path,
    paths: [own.path],
    tensors: own.tensors,
    ownNames: [...own.tensors.keys()],
    single: own,
    read: (name, signal) => own.read(name, signal),
    chunks: (name, signal) => own.chunks(name, signal),
    check: (name, signal) => own.check(name, signal),
    close: () => own.close(),
  };
}

function together(own: WeightsFile, base: WeightsFile, borrowed: ReadonlyMap<string, string>): WeightsSource {
  const find = (name: string): [WeightsFile, string] => {
    const inBase = borrowed.get(name);
    return inBase === undefined ? [own, name] : [base, inBase];
  };
  const lent = [...borrowed].map(([official, name]) => [official, base.tensor(name)] as const);
  return {
    path: own.path,
    paths: [own.path, base.path],
    tensors: new Map([...own.tensors, ...lent]),
    ownNames: [...own.tensors.keys()],
    single: null,
    read: (name, signal) => {
      const [file, stored] = find(name);
      return file.read(stored, signal);
    },
    chunks: (name, signal) => {
      const [file, stored] = find(name);
      return file.chunks(stored, signal);
    },
    check: (name, signal) => {
      const [file, stored] = find(name);
      return file.check(stored, signal);
    },
    close: async () => {
      await own.close();
      await base.close();
    },
  };
}
