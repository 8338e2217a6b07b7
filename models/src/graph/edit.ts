import type { GraphBuilder, Value } from './graph-builder.js';
import { editPointIndex, stepInput, type EditPoint } from './step-contract.js';

/** Puts an edit point behind a value [B, S, D] and gives the value after it. */
export type Edit = (value: Value, point: EditPoint) => Value;

/**
 * The one intervention primitive: where the gate is open, `h <- scale * h[source] + vector`. It covers zero,
 * scale, patch and every replacement by a fixed vector; `source` names another slot of the same batch, so that a
 * patch from the clean run is a gather. A point without work costs one untaken branch.
 */
export function buildEdit(graph: GraphBuilder, points: number, hiddenSize: number): Edit {
  const on = graph.input(stepInput.editOn, 'bool', [points]);
  const gate = graph.input(stepInput.editGate, 'bool', ['E', 'BS', 1]);
  const source = graph.input(stepInput.editSource, 'int64', ['E', 'BS']);
  const scale = graph.input(stepInput.editScale, 'float32', ['E', 'BS', 1]);
  const vector = graph.input(stepInput.editVector, 'int64', ['E', 'BS']);
  const vectors = graph.input(stepInput.editVectors, 'float32', ['A', hiddenSize]);

  return (value, point) => {
    const index = editPointIndex(point);
    const first = { axis: { int: 0 } };
    return graph.branch(
      graph.op('Gather', [on, graph.ints([index])], first),
      (branch) => {
        const here = branch.int(index);
        const rows = branch.op('Reshape', [value, branch.ints([-1, hiddenSize])]);
        const taken = branch.op('Gather', [rows, branch.op('Gather', [source, here], first)], first);
        const added = branch.op('Gather', [vectors, branch.op('Gather', [vector, here], first)], first);
        const scaled = branch.op('Mul', [taken, branch.op('Gather', [scale, here], first)]);
        const open = branch.op('Gather', [gate, here], first);
        const edited = branch.op('Where', [open, branch.op('Add', [scaled, added]), rows]);
        return branch.op('Reshape', [edited, branch.op('Shape', [value])]);
      },
      (branch) => branch.op('Identity', [value]),
      'float32',
      3,
    );
  };
}
