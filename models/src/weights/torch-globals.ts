import { ModelError } from '../errors.js';
import { PickleGlobal } from './pickle-machine.js';
import type { StoredDtype } from './stored-tensor.js';

/** The bytes behind one or several tensors: an entry `data/<key>` of the zip. */
export class TorchStorage {
  constructor(
    readonly key: string,
    readonly dtype: StoredDtype,
    /** Values, not bytes. */
    readonly length: number,
  ) {}
}

/** A tensor as a view of a storage; offset and strides count values. */
export class TorchTensor {
  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** Weights have one or two; more would make every look at a shape long. */
const mostAxes = 8;

const storageDtypes: ReadonlyMap<string, StoredDtype> = new Map([
  ['torch.FloatStorage', 'F32'],
  ['torch.HalfStorage', 'F16'],
  ['torch.BFloat16Storage', 'BF16'],
]);

/**
 * The Python names that `torch.save(model.state_dict())` uses: the whole allow-list.
 * @param path the file, for messages
 */
export function torchGlobals(path: string): (name: string) => PickleGlobal | undefined {
  const allowed = [
    new PickleGlobal('collections.OrderedDict', () => new Map()),
    new PickleGlobal('torch._utils._rebuild_tensor_v2', (args) => rebuildTensor(path, args)),
    new PickleGlobal('torch._utils._rebuild_parameter', ([tensor]) => tensor),
    ...[...storageDtypes.keys()].map((name) => new PickleGlobal(name)),
  ];
  const byName = new Map(allowed.map((global) => [global.name, global]));
  return (name) => {
    if (!byName.has(name) && /^torch\.\w+Storage$/.test(name)) {
      const fact = `${path} holds tensors of ${name}`;
      throw new ModelError('UNSUPPORTED', `${fact}; convert the weights to float32, float16 or bfloat16`);
    }
    return byName.get(name);
  };
}

/** The storage of a persistent id, `('storage', type, key, device, number of values)`. */
export function torchStorage(path: string, id: unknown): TorchStorage {
  const [kind, type, key, , length] = Array.isArray(id) ? (id as unknown[]) : [];
  const dtype = type instanceof PickleGlobal ? storageDtypes.get(type.name) : undefined;
  if (kind !== 'storage' || !dtype || typeof key !== 'string' || !isSize(length)) {
    throw bad(path, 'a persistent id is not that of a storage');
  }
  return new TorchStorage(key, dtype, length);
}

/** `_rebuild_tensor_v2(storage, storage_offset, size, stride, requires_grad, backward_hooks)` */
function rebuildTensor(path: string, args: readonly unknown[]): TorchTensor {
  const [storage, offset, shape, strides] = args;
  if (!(storage instanceof TorchStorage) || !isSize(offset) || !isSizes(shape) || !isSizes(strides)) {
    throw bad(path, 'a tensor is rebuilt from the wrong arguments');
  }
  if (shape.length !== strides.length) throw bad(path, 'a tensor has another number of strides than of axes');
  // Copies: the pickle may still append to the lists that it was made of.
  return new TorchTensor(storage, offset, [...shape], [...strides]);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.length <= mostAxes && value.every(isSize);
}

function bad(path: string, fact: string): ModelError {
  return new ModelError('BAD_FILE', `${path}: ${fact}; fetch the file again`);
}
