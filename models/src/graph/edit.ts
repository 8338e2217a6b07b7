import type { GraphBuilder, Value } from './graph-builder.js';
import { editPointIndex, type EditInputs, type EditPoint } from './step-contract.js';

/** Puts an edit point behind a value [B, S, ..] and gives the value after it. */
export type Edit = (value: Value, point: EditPoint) => Value;

/** A group of edit points whose vectors have the same width. */
export interface EditGroup {
  readonly inputs: EditInputs;
  /** E. */
  readonly points: number;
  /** Width of a vector: an edited value [B, S, ..] is a list of vectors of it. */
  readonly width: number;
}

/**
 * The one intervention primitive: where the gate is open, `h <- scale * h[source] + vector`, the vector times the norm
 * of `h[source]` where `byNorm` says so. It covers zero, scale, patch, noise and every replacement by a fixed vector;
 * `source` names another vector of the same batch, so that a patch from the clean run is a gather. A point without
 * work costs one untaken branch.
 */
export function buildEdit(graph: GraphBuilder, { inputs, points, width }: EditGroup): Edit {
  const on = graph.input(inputs.on, 'bool', [points]);
  const tableRow = graph.input(inputs.row, 'int64', [points]);
  // Extents of the two groups differ, so their names do.
  const extents = [`W of ${inputs.on}`, `U of ${inputs.on}`];
  const gate = graph.input(inputs.gate, 'bool', [...extents, 1]);
  const source = graph.input(inputs.source, 'int64', extents);
  const scale = graph.input(inputs.scale, 'float32', [...extents, 1]);
  const vector = graph.input(inputs.vector, 'int64', extents);
  const byNorm = graph.input(inputs.byNorm, 'bool', [...extents, 1]);
  const vectors = graph.input(inputs.vectors, 'float32', [`A of ${inputs.on}`, width]);

  return (value, point) => {
    const index = editPointIndex(point);
    const first = { axis: { int: 0 } };
    return graph.branch(
      graph.op('Gather', [on, graph.ints([index])], first),
      (branch) => {
        const here = branch.op('Gather', [tableRow, branch.int(index)], first);
        const at = (whole: Value): Value => branch.op('Gather', [whole, here], first);
        const rows = branch.op('Reshape', [value, branch.ints([-1, width])]);
        const taken = branch.op('Gather', [rows, at(source)], first);
        const norm = branch.op('ReduceL2', [taken, branch.ints([1])], { keepdims: { int: 1 } });
        const weight = branch.op('Where', [at(byNorm), norm, branch.floats(Float32Array.of(1), [1])]);
        const added = branch.op('Mul', [branch.op('Gather', [vectors, at(vector)], first), weight]);
        const changed = branch.op('Add', [branch.op('Mul', [taken, at(scale)]), added]);
        return branch.op('Reshape', [
          branch.op('Where', [at(gate), changed, rows]),
          branch.op('Shape', [value]),
        ]);
      },
      (branch) => branch.op('Identity', [value]),
      'float32',
      3,
    );
  };
}
