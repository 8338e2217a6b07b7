import { ModelError } from '../errors.js';
import { showShape } from '../weights/stored-tensor.js';
import type { WeightsFile } from '../weights/weights-file.js';
import type { CodiArguments } from './codi-arguments.js';
import type { DecoderTensors } from './decoder-tensors.js';

/** A tensor of the model and the stored tensors that it is made of. */
export interface PlannedTensor {
  /** Hugging Face's name, without prefix. */
  name: string;
  shape: readonly number[];
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
}

const head = 'lm_head.weight';

/**
 * Finds every tensor of the model in a weights file under the official names, and checks that nothing is
 * missing, misshapen or left over. The official code calls its language model `codi`; PEFT, which it uses for
 * adapters, puts `base_model.model.` before each name and calls an adapted matrix `base_layer`.
 * @throws ModelError MISSING_TENSOR, WRONG_SHAPE, UNEXPECTED_TENSOR
 */
export function planTensors(
  file: WeightsFile,
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
  const tensors = [...shapes].map(([name, shape]): PlannedTensor => {
    const plain = stored(name);
    const adapted = adaptedNames(plain);
    if (!codi.useLora || !file.tensors.has(adapted.base)) return { name, shape, stored: want(plain, shape) };
    // Adapters change matrices only; the bias of an adapted layer just moves with it.
    if (adapted.a === adapted.base) return { name, shape, stored: want(adapted.base, shape) };
    const [out = 0, into = 0] = conv1d ? shape.toReversed() : shape;
    return {
      name,
      shape,
      stored: want(adapted.base, shape),
      adapter: {
        a: want(adapted.a, [codi.loraRank, into]),
        b: want(adapted.b, [out, codi.loraRank]),
        conv1d,
      },
    };
  });
  if (codi.useLora && !tensors.some(({ adapter }) => adapter)) throw noAdapters(file);

  const copy = stored(head);
  const isTied = !shapes.has(head) && file.tensors.has(copy);
  const tiedCopy = isTied ? want(copy, shapes.get(embedding) ?? []) : undefined;
  refuseUnexpected(file, wanted);
  return { tensors, embedding: stored(embedding), tiedCopy };
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

function checkTensor(file: WeightsFile, name: string, shape: readonly number[]): void {
  const found = file.tensors.get(name);
  if (!found) {
    const remedy = 'check that config.json, the CODI arguments (use_lora) and the weights belong together';
    throw new ModelError(
      'MISSING_TENSOR',
      `${file.path} holds no tensor ${name} ${showShape(shape)}; ${remedy}`,
    );
  }
  if (showShape(found.shape) !== showShape(shape)) {
    const fact = `${file.path}: tensor ${name} has shape ${showShape(found.shape)}, expected ${showShape(shape)}`;
    throw new ModelError(
      'WRONG_SHAPE',
      `${fact}; check that config.json, the CODI arguments and the weights belong together`,
    );
  }
}

function noAdapters(file: WeightsFile): ModelError {
  return new ModelError(
    'MISSING_TENSOR',
    `${file.path} holds no LoRA adapters (*.lora_A.*); set use_lora to false`,
  );
}

function refuseUnexpected(file: WeightsFile, wanted: ReadonlySet<string>): void {
  const rest = [...file.tensors.keys()].filter((name) => !wanted.has(name));
  if (rest.length === 0) return;
  const shown = rest.slice(0, 5).join(', ') + (rest.length > 5 ? ` and ${rest.length - 5} more` : '');
  const remedy = 'check that config.json and the CODI arguments (use_lora, prj_no_ln) fit the weights';
  throw new ModelError(
    'UNEXPECTED_TENSOR',
    `${file.path} holds tensors that the model has no place for: ${shown}; ${remedy}`,
  );
}
