import { ModelError } from '../errors.js';
import { showShape } from '../weights/stored-tensor.js';
import type { CodiArguments } from './codi-arguments.js';
import type { DecoderTensors } from './decoder-tensors.js';
import { matrixLayout, type MatrixLayout } from './matrix-layout.js';
import type { WeightsSource } from './weights-source.js';

/** A tensor of the model and the stored tensors that it is made of. */
export interface PlannedTensor {
  /** Hugging Face's name, without prefix. */
  name: string;
  shape: readonly number[];
  /** How it lies, if it is the matrix of one of the decoder's linear layers or of an untied head. */
  layout: MatrixLayout | null;
  /** The stored tensor, or the base weight of an adapted matrix. */
  stored: string;
  /** The stored names of LoRA's A [rank, in] and B [out, rank], and whether the base weight is [in, out]. */
  adapter?: { a: string; b: string; conv1d: boolean };
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
 * @throws ModelError MISSING_TENSOR, WRONG_SHAPE, UNEXPECTED_TENSOR
 */
export function planTensors(
  file: WeightsSource,
  { shapes, embedding, conv1d }: DecoderTensors,
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
  const tensors = [...shapes].flatMap(([name, shape]): PlannedTensor[] => {
    const plain = stored(name);
    const layout = matrixLayout(name, shape, conv1d);
    const adapted = adaptedNames(plain);
    const isAdapted = codi.useLora && file.tensors.has(adapted.base);
    if (!isAdapted && !file.tensors.has(plain)) {
      missing.push(`${plain} ${showShape(shape)}`);
      return [];
    }
    // Adapters change matrices only; the bias of an adapted layer just moves with it.
    if (!isAdapted) return [{ name, shape, layout, stored: want(plain, shape) }];
    if (adapted.a === adapted.base) return [{ name, shape, layout, stored: want(adapted.base, shape) }];
    const [out = 0, into = 0] = conv1d ? shape.toReversed() : shape;
    const a = want(adapted.a, [codi.loraRank, into]);
    const b = want(adapted.b, [out, codi.loraRank]);
    return [{ name, shape, layout, stored: want(adapted.base, shape), adapter: { a, b, conv1d } }];
  });
  if (missing.length > 0) throw missingTensors(file, missing);
  if (codi.useLora && !tensors.some(({ adapter }) => adapter)) throw noAdapters(file);

  const copy = stored(head);
  const isTied = !shapes.has(head) && file.tensors.has(copy);
  const tiedCopy = isTied ? want(copy, shapes.get(embedding) ?? []) : undefined;
  refuseUnexpected(file, wanted);
  const tiedHead = shapes.has(head) ? null : embedding;
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
