import type { Attribute, ElementTypeName, Graph, Initializer, Node, Port } from './onnx-message.js';

/** The name of a tensor inside a graph. */
export type Value = string & { readonly __brand: 'Value' };

const MICROSOFT = new Set([
  'FastGelu',
  'FusedMatMul',
  'MatMulNBits',
  'QuickGelu',
  'RotaryEmbedding',
  'SkipSimplifiedLayerNormalization',
]);

/**
 * Collects nodes and hands out names. Branches of an `If` are built by child builders: they see the values of
 * their parents, and constants always land in the root graph, because ONNX Runtime shares them from there.
 */
export class GraphBuilder {
  private readonly nodes: Node[] = [];
  private readonly initializers: Initializer[] = [];
  private readonly inputs: Port[] = [];
  private readonly outputs: Port[] = [];
  private readonly constants = new Map<string, Value>();
  /** Values that are known under an output's name in the finished graph. */
  private readonly renamed = new Map<string, string>();
  private count = 0;

  constructor(
    private readonly name: string,
    private readonly parent: GraphBuilder | null = null,
  ) {}

  private get root(): GraphBuilder {
    return this.parent ? this.parent.root : this;
  }

  private fresh(stem: string): Value {
    return `${stem}_${this.root.count++}` as Value;
  }

  /** A graph input. */
  input(name: string, type: ElementTypeName, shape: readonly (number | string)[]): Value {
    this.inputs.push({ name, type, shape });
    return name as Value;
  }

  /**
   * Makes a value a graph output under a fixed name. The value itself takes that name: a node that only renames
   * would copy it at every run. A value that is an output already, or an input, is copied all the same.
   */
  output(name: string, value: Value, type: ElementTypeName, shape: readonly (number | string)[]): void {
    const isMade = this.nodes.some(({ outputs }) => outputs.includes(value));
    if (isMade && !this.renamed.has(value)) this.renamed.set(value, name);
    else this.nodes.push({ op: 'Identity', domain: '', inputs: [value], outputs: [name], attributes: {} });
    this.outputs.push({ name, type, shape });
  }

  /** A weight that stays in its file, little-endian. */
  external(
    name: string,
    shape: readonly number[],
    external: { location: string; offset: number; byteLength: number },
    type: ElementTypeName = 'float32',
  ): Value {
    this.root.initializers.push({ name, type, shape, external });
    return name as Value;
  }

  private constant(type: ElementTypeName, shape: readonly number[], raw: Uint8Array): Value {
    const key = `${type}:${shape.join()}:${Buffer.from(raw).toString('base64')}`;
    const root = this.root;
    const known = root.constants.get(key);
    if (known) return known;
    const value = this.fresh('constant');
    root.initializers.push({ name: value, type, shape, raw });
    root.constants.set(key, value);
    return value;
  }

  /** A constant vector of integers. */
  ints(values: readonly number[]): Value {
    const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    return this.constant('int64', [values.length], raw);
  }

  /** A constant integer without dimensions. */
  int(value: number): Value {
    return this.constant('int64', [], new Uint8Array(BigInt64Array.of(BigInt(value)).buffer));
  }

  /** A constant float array. */
  floats(values: Float32Array, shape: readonly number[]): Value {
    return this.constant(
      'float32',
      shape,
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
    );
  }

  /** Adds an operation with one output. */
  op(op: string, inputs: readonly Value[], attributes: Record<string, Attribute> = {}): Value {
    return this.ops(op, inputs, 1, attributes)[0] as Value;
  }

  /** Adds an operation with several outputs; a `null` in `wanted` leaves that output out. */
  ops(
    op: string,
    inputs: readonly Value[],
    wanted: number | readonly boolean[],
    attributes: Record<string, Attribute> = {},
  ): Value[] {
    const flags = typeof wanted === 'number' ? Array<boolean>(wanted).fill(true) : wanted;
    const outputs = flags.map((want) => (want ? this.fresh(op) : ('' as Value)));
    this.nodes.push({ op, domain: MICROSOFT.has(op) ? 'com.microsoft' : '', inputs, outputs, attributes });
    return outputs.filter((output) => output !== '');
  }

  /** `condition ? then : otherwise`, where only the taken branch is computed; both give one value of this type and rank. */
  branch(
    condition: Value,
    then: (builder: GraphBuilder) => Value,
    otherwise: (builder: GraphBuilder) => Value,
    type: ElementTypeName,
    rank: number,
  ): Value {
    const graph = (name: string, build: (builder: GraphBuilder) => Value): Graph => {
      const builder = new GraphBuilder(name, this);
      const value = build(builder);
      const shape = Array.from({ length: rank }, (_, axis) => `${name}_${axis}`);
      builder.output(this.fresh(name), value, type, shape);
      return builder.build();
    };
    return this.op('If', [condition], {
      then_branch: { graph: graph('then', then) },
      else_branch: { graph: graph('else', otherwise) },
    });
  }

  /** The finished graph. */
  build(): Graph {
    const { name, initializers, inputs, outputs } = this;
    return { name, nodes: renameValues(this.nodes, this.renamed), initializers, inputs, outputs };
  }
}

/** Nodes with values under other names, in branches too, which see the values around them. */
function renameValues(nodes: readonly Node[], names: ReadonlyMap<string, string>): Node[] {
  if (names.size === 0) return [...nodes];
  const rename = (value: string): string => names.get(value) ?? value;
  return nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
    attributes: Object.fromEntries(
      Object.entries(node.attributes).map(([key, attribute]): [string, Attribute] => {
        if (!('graph' in attribute)) return [key, attribute];
        const { graph } = attribute;
        return [key, { graph: { ...graph, nodes: renameValues(graph.nodes, names) } }];
      }),
    ),
  }));
}
