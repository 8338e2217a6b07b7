import { ModelError } from '../errors.js';
import { PickleCursor } from './pickle-cursor.js';
import { PickleStack } from './pickle-stack.js';

/** A Python name that a pickle may mention, and what calling it gives here. Nothing of Python ever runs. */
export class PickleGlobal {
  constructor(
    readonly name: string,
    readonly call?: (args: readonly unknown[]) => unknown,
  ) {}
}

/** What the machine may do on a pickle's behalf. */
export interface PickleRights {
  /** The global of a name such as `collections.OrderedDict`; `undefined` refuses the file. */
  global: (name: string) => PickleGlobal | undefined;
  /** The object that a persistent id stands for. */
  persistent: (id: unknown) => unknown;
}

/** A state dict needs about 65 per tensor; a model of 1,000 layers with adapters 1.5 million. */
const mostOperations = 2_000_000;

/** An empty dict takes as much memory as some ten other values, so it counts as ten operations. */
const operationsOfDict = 10;

/**
 * Runs the data part of a pickle: numbers, strings, tuples (as arrays), lists, dicts (as Maps), and calls of
 * allowed globals. All that could run code is refused by name before anything of it is done.
 * Opcodes: https://github.com/python/cpython/blob/3.12/Lib/pickletools.py
 * @param path the file, for messages
 * @throws ModelError HOSTILE_FILE for a global, class or opcode that is not allowed; BAD_FILE for a damaged pickle
 */
export function runPickle(path: string, bytes: Buffer, rights: PickleRights): unknown {
  return new PickleMachine(path, new PickleCursor(path, bytes), rights).run();
}

class PickleMachine {
  private readonly stack: PickleStack;
  private operations = 0;

  constructor(
    private readonly path: string,
    private readonly input: PickleCursor,
    private readonly rights: PickleRights,
  ) {
    this.stack = new PickleStack(path);
  }

  run(): unknown {
    for (;;) {
      this.spend(1);
      const opcode = String.fromCharCode(this.input.uint8());
      if (opcode === '.') return this.stack.pop();
      this.step(opcode);
    }
  }

  /** Bounds time and memory: no operation does more than a fixed amount of work for each byte that it reads. */
  private spend(operations: number): void {
    this.operations += operations;
    if (this.operations > mostOperations)
      throw this.hostile(`the pickle needs more than ${mostOperations} operations`);
  }

  private step(opcode: string): void {
    const { input, stack } = this;
    switch (opcode) {
      case '\x80': // PROTO
        input.skip(1);
        break;
      case '\x95': // FRAME
        input.skip(8);
        break;
      case '(': // MARK
        stack.mark();
        break;

      case 'N': // NONE
        stack.push(null);
        break;
      case '\x88': // NEWTRUE
        stack.push(true);
        break;
      case '\x89': // NEWFALSE
        stack.push(false);
        break;
      case 'K': // BININT1
        stack.push(input.uint8());
        break;
      case 'M': // BININT2
        stack.push(input.uint16());
        break;
      case 'J': // BININT
        stack.push(input.int32());
        break;
      case '\x8a': // LONG1
        stack.push(input.integer(input.uint8()));
        break;
      case 'G': // BINFLOAT
        stack.push(input.float64());
        break;
      case '\x8c': // SHORT_BINUNICODE
        stack.push(input.text(input.uint8()));
        break;
      case 'X': // BINUNICODE
        stack.push(input.text(input.uint32()));
        break;

      case ')': // EMPTY_TUPLE
      case ']': // EMPTY_LIST
        stack.push([]);
        break;
      case '}': // EMPTY_DICT
        this.spend(operationsOfDict);
        stack.push(new Map());
        break;
      case '\x85': // TUPLE1
      case '\x86': // TUPLE2
      case '\x87': // TUPLE3
        stack.pushTuple(opcode.charCodeAt(0) - 0x84);
        break;
      case 't': // TUPLE
        stack.push(stack.popToMark());
        break;
      case 'a': // APPEND
        stack.append([stack.pop()]);
        break;
      case 'e': // APPENDS
        stack.append(stack.popToMark());
        break;
      case 's': // SETITEM
        stack.setItems([stack.pop(), stack.pop()].reverse());
        break;
      case 'u': // SETITEMS
        stack.setItems(stack.popToMark());
        break;

      case 'q': // BINPUT
        stack.remember(input.uint8());
        break;
      case 'r': // LONG_BINPUT
        stack.remember(input.uint32());
        break;
      case '\x94': // MEMOIZE
        stack.memoize();
        break;
      case 'h': // BINGET
        stack.recall(input.uint8());
        break;
      case 'j': // LONG_BINGET
        stack.recall(input.uint32());
        break;

      case 'c': // GLOBAL
        this.pushGlobal(input.line(), input.line());
        break;
      case '\x93': // STACK_GLOBAL
        this.pushGlobal(...([stack.pop(), stack.pop()].reverse() as [unknown, unknown]));
        break;
      case 'R': // REDUCE
        this.call();
        break;
      case 'b': // BUILD
        this.build();
        break;
      case 'Q': // BINPERSID
        stack.push(this.rights.persistent(stack.pop()));
        break;

      case 'i': // INST
        throw this.hostile(`the pickle makes an instance of ${input.line()}.${input.line()}`);
      case 'o': // OBJ
      case '\x81': // NEWOBJ
      case '\x92': // NEWOBJ_EX
        throw this.hostile(`the pickle makes an instance of a class (opcode 0x${hex(opcode)})`);
      case '\x82': // EXT1
      case '\x83': // EXT2
      case '\x84': // EXT4
        throw this.hostile(`the pickle calls for a registered extension (opcode 0x${hex(opcode)})`);
      default:
        throw this.bad(
          `the pickle has opcode 0x${hex(opcode)} before byte ${input.position}, which torch does not write`,
        );
    }
  }

  private pushGlobal(module: unknown, name: unknown): void {
    if (typeof module !== 'string' || typeof name !== 'string')
      throw this.bad('the pickle names a global by a non-string');
    const found = this.rights.global(`${module}.${name}`);
    if (!found) throw this.hostile(`the pickle asks for ${module}.${name}, which no weights need`);
    this.stack.push(found);
  }

  private call(): void {
    const args = this.stack.pop();
    const callee = this.stack.pop();
    if (!(callee instanceof PickleGlobal) || !Array.isArray(args))
      throw this.bad('the pickle calls what is no function');
    if (!callee.call) throw this.hostile(`the pickle calls ${callee.name}, which no weights need`);
    this.spend(operationsOfDict);
    this.stack.push(callee.call(args));
  }

  /** A state dict carries its modules' versions as attributes; they say nothing about the weights. */
  private build(): void {
    this.stack.pop();
    if (!(this.stack.top() instanceof Map)) throw this.hostile('the pickle sets the state of an object');
  }

  private bad(fact: string): ModelError {
    return new ModelError('BAD_FILE', `${this.path}: ${fact}; fetch the file again`);
  }

  private hostile(fact: string): ModelError {
    const remedy =
      'nothing was executed; do not use this file, get the weights as safetensors from a source you trust';
    return new ModelError('HOSTILE_FILE', `${this.path}: ${fact}; ${remedy}`);
  }
}

function hex(opcode: string): string {
  return opcode.charCodeAt(0).toString(16).padStart(2, '0');
}
