import { ModelError } from '../errors.js';
import type { DecoderTensor, DecoderTensors } from '../families/family.js';
import { showShape } from '../weights/stored-tensor.js';
import { matrixSizes } from '../weights/weight-location.js';
import type { CodiArguments } from './codi-arguments.js';
import type { WeightsSource } from './weights-source.js';

/** A tensor of the model and the stored tensors that it is made of. */
export interface PlannedTensor extends DecoderTensor {
  /** Hugging Face's name, without prefix. */
  name: string;
  /** The stored tensor, or the base weight of an adapted matrix. */
  stored: string;
  /** The stored names of LoRA's A [rank, in] and B [out, rank]. */
  adapter?: { a: string; b: string };
}

/** All tensors of the model, and where the tied head's copy of the embedding is stored, if it is. */
export interface TensorPlan {
  tensors: readonly PlannedTensor[];
  /** The stored name of the embedding. */
  embedding: string;
  tiedCopy: string | undefined;
  /** The name of the tensor that serves as head too; null where the head has its own. */
  tiedHead: string | null;
}

const head = 'lm_head.weight';

/**
 * Finds every tensor of the model in a weights file under the official names, and checks that nothing is
 * missing, misshapen or left over. The official code calls its language model `codi`; PEFT, which it uses for
 * adapters, puts `base_model.model.` before each name and calls an adapted matrix `base_layer`.
 * @param embedding the name of the token embedding
 * @throws ModelError MISSING_TENSOR, WRONG_SHAPE, UNEXPECTED_TENSOR
 */
export function planTensors(
  file: WeightsSource,
  model: DecoderTensors,
  embedding: string,
  codi: CodiArguments,
): TensorPlan {
  const stored = (name: string) => {
    if (name.startsWith('prj.')) return name;
    return `codi.${codi.useLora ? 'base_model.model.' : ''}${name}`;
  };
  const wanted = new Set<string>();
  const want = (name: string, shape: readonly number[]) => {
    checkTensor(file, name, shape);
    wanted.add(name);
    return name;
  };
  const missing: string[] = [];
  const tensors = [...model].flatMap(([name, { shape, layout }]): PlannedTensor[] => {
    const plain = stored(name);
    const adapted = adaptedNames(plain);
    const isAdapted = codi.useLora && file.tensors.has(adapted.base);
    if (!isAdapted && !file.tensors.has(plain)) {
      missing.push(`${plain} ${showShape(shape)}`);
      return [];
    }
    // Adapters change matrices only; the bias of an adapted layer just moves with it.
    if (!isAdapted) return [{ name, shape, layout, stored: want(plain, shape) }];
    if (adapted.a === adapted.base) return [{ name, shape, layout, stored: want(adapted.base, shape) }];
    const { outputs, inputs } = matrixSizes(shape, layout ?? 'out-in');
    const a = want(adapted.a, [codi.loraRank, inputs]);
    const b = want(adapted.b, [outputs, codi.loraRank]);
    return [{ name, shape, layout, stored: want(adapted.base, shape), adapter: { a, b } }];
  });
  if (missing.length > 0) throw missingTensors(file, missing);
  if (codi.useLora && !tensors.some(({ adapter }) => adapter)) throw noAdapters(file);

  const copy = stored(head);
  const isTied = !model.has(head);
  const tiedShape = model.get(embedding)?.shape;
  if (!tiedShape) throw new Error(`the model's tensors lack its embedding, ${embedding}`);
  const tiedCopy = isTied && file.tensors.has(copy) ? want(copy, tiedShape) : undefined;
  refuseUnexpected(file, wanted);
  const tiedHead = isTied ? embedding : null;
  return { tensors, embedding: stored(embedding), tiedCopy, tiedHead };
}

/** Where PEFT keeps an adapted layer's tensor and its adapter; a bias has no adapter. */
function adaptedNames(plain: string) {
  const [, module = plain, kind = ''] = /^(.*)\.(weight|bias)$/.exec(plain) ?? [];
  if (kind === 'bias') {
    const base = `${module}.base_layer.bias`;
    return { base, a: base, b: base };
  }
  return {
    base: `${module}.base_layer.weight`,
    a: `${module}.lora_A.default.weight`,
    b: `${module}.lora_B.default.weight`,
  };
}

const belongTogether =
  'check that config.json, the CODI arguments (use_lora) and the weights belong together';

function checkTensor(file: WeightsSource, name: string, shape: readonly number[]): void {
  const found = file.tensors.get(name);
  if (!found) throw missingTensors(file, [`${name} ${showShape(shape)}`]);
  if (showShape(found.shape) === showShape(shape)) return;
  const fact = `${file.path}: tensor ${name} has shape ${showShape(found.shape)}, expected ${showShape(shape)}`;
  throw new ModelError('WRONG_SHAPE', `${fact}; ${belongTogether}`);
}

function missingTensors(file: WeightsSource, names: readonly string[]): ModelError {
  const fact = `${file.path} holds no tensor ${someOf(names)}`;
  const remedy = `${belongTogether}, or put the base model's model.safetensors beside its config.json`;
  return new ModelError('MISSING_TENSOR', `${fact}; ${remedy}`);
}

/** The first few names, and how many more. */
function someOf(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
}

function noAdapters(file: WeightsSource): ModelError {
  return new ModelError(
    'MISSING_TENSOR',
    `${file.path} holds no LoRA adapters (*.lora_A.*); set use_lora to false`,
  );
}

function refuseUnexpected(file: WeightsSource, wanted: ReadonlySet<string>): void {
  const rest = file.ownNames.filter((name) => !wanted.has(name));
  if (rest.length === 0) return;
  const remedy = 'check that config.json and the CODI arguments (use_lora, prj_no_ln) fit the weights';
  throw new ModelError(
    'UNEXPECTED_TENSOR',
    `${file.path} holds tensors that the model has no place for: ${someOf(rest)}; ${remedy}`,
  );
}
