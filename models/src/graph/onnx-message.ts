import { BinaryWriter } from '@bufbuild/protobuf/wire';

/**
 * The part of the ONNX format that a step graph needs, as plain objects, and its protobuf encoding.
 * Field numbers: onnx.proto of ONNX 1.16 (IR version 10).
 */

/** Element types, with ONNX's numbers. */
export const ElementType = { float32: 1, uint8: 2, int64: 7, bool: 9 } as const;
export type ElementTypeName = keyof typeof ElementType;

/** A weight: values inside the model file, or a stretch of another file that ONNX Runtime maps. */
export type Initializer = {
  readonly name: string;
  readonly type: ElementTypeName;
  readonly shape: readonly number[];
} & (
  | { readonly raw: Uint8Array }
  | { readonly external: { readonly location: string; readonly offset: number; readonly byteLength: number } }
);

/** An attribute of a node; `int` and `float` differ on the wire, so the caller says which. */
export type Attribute =
  | { readonly int: number }
  | { readonly float: number }
  | { readonly ints: readonly number[] }
  | { readonly graph: Graph };

/** One operation. */
export interface Node {
  readonly op: string;
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A graph's input or output; a string dimension is symbolic. */
export interface Port {
  readonly name: string;
  readonly type: ElementTypeName;
  readonly shape: readonly (number | string)[];
}

/** A graph or a branch of an `If`. */
export interface Graph {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

const WIRE_BYTES = 2;
const tag = (field: number): number => (field << 3) | WIRE_BYTES;

function message(writer: BinaryWriter, field: number, write: (inner: BinaryWriter) => void): void {
  writer.uint32(tag(field)).fork();
  write(writer);
  writer.join();
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.uint32(tag(field)).string(value);
}

function varint(writer: BinaryWriter, field: number, value: number): void {
  writer.uint32(field << 3).int64(value);
}

function writeInitializer(writer: BinaryWriter, tensor: Initializer): void {
  for (const extent of tensor.shape) varint(writer, 1, extent);
  varint(writer, 2, ElementType[tensor.type]);
  text(writer, 8, tensor.name);
  if ('raw' in tensor) {
    writer.uint32(tag(9)).bytes(tensor.raw);
    return;
  }
  const { location, offset, byteLength } = tensor.external;
  const entries = { location, offset: String(offset), length: String(byteLength) };
  for (const [key, value] of Object.entries(entries)) {
    message(writer, 13, (entry) => {
      text(entry, 1, key);
      text(entry, 2, value);
    });
  }
  varint(writer, 14, 1);
}

function writeAttribute(writer: BinaryWriter, name: string, attribute: Attribute): void {
  text(writer, 1, name);
  if ('int' in attribute) {
    varint(writer, 3, attribute.int);
    varint(writer, 20, 2);
  } else if ('float' in attribute) {
    writer.uint32((2 << 3) | 5).float(attribute.float);
    varint(writer, 20, 1);
  } else if ('ints' in attribute) {
    for (const value of attribute.ints) varint(writer, 8, value);
    varint(writer, 20, 7);
  } else {
    message(writer, 6, (inner) => {
      writeGraph(inner, attribute.graph);
    });
    varint(writer, 20, 5);
  }
}

function writeNode(writer: BinaryWriter, node: Node): void {
  for (const input of node.inputs) text(writer, 1, input);
  for (const output of node.outputs) text(writer, 2, output);
  text(writer, 4, node.op);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    message(writer, 5, (inner) => {
      writeAttribute(inner, name, attribute);
    });
  }
  text(writer, 7, node.domain);
}

function writePort(writer: BinaryWriter, port: Port): void {
  text(writer, 1, port.name);
  message(writer, 2, (type) => {
    message(type, 1, (tensor) => {
      varint(tensor, 1, ElementType[port.type]);
      message(tensor, 2, (shape) => {
        for (const extent of port.shape) {
          message(shape, 1, (dimension) => {
            if (typeof extent === 'number') varint(dimension, 1, extent);
            else text(dimension, 2, extent);
          });
        }
      });
    });
  });
}

function writeGraph(writer: BinaryWriter, graph: Graph): void {
  for (const node of graph.nodes)
    message(writer, 1, (inner) => {
      writeNode(inner, node);
    });
  text(writer, 2, graph.name);
  for (const tensor of graph.initializers)
    message(writer, 5, (inner) => {
      writeInitializer(inner, tensor);
    });
  for (const port of graph.inputs)
    message(writer, 11, (inner) => {
      writePort(inner, port);
    });
  for (const port of graph.outputs)
    message(writer, 12, (inner) => {
      writePort(inner, port);
    });
}

/** A graph as the bytes of an ONNX model: opset 21 and Microsoft's fused operations. */
export function encodeModel(graph: Graph, producer: string): Uint8Array {
  const writer = new BinaryWriter();
  varint(writer, 1, 10);
  text(writer, 2, producer);
  message(writer, 7, (inner) => {
    writeGraph(inner, graph);
  });
  const opsets: [string, number][] = [
    ['', 21],
    ['com.microsoft', 1],
  ];
  for (const [domain, version] of opsets) {
    message(writer, 8, (opset) => {
      text(opset, 1, domain);
      varint(opset, 2, version);
    });
  }
  return writer.finish();
}
