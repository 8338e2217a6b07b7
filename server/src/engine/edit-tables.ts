import {
  editPointCount,
  editPointIndex,
  stepInput,
  type EditInputs,
  type EditPoint,
} from '@codiscope/models';

import { entryAt, required } from '@codiscope/models/required';
import type { ModelShape } from './model-shape.js';
import type { VectorEdit } from './rollout-plan.js';
import { bool, float32, int64, type Tensors } from './tensors.js';

/** The edits of one slot of a step or prefill, and the slot that has the clean run's values. */
export interface PlacedEdits {
  /** b * S + s. */
  readonly slot: number;
  /** Null when there is no clean run; then no edit refers to it. */
  readonly cleanSlot: number | null;
  readonly edits: readonly VectorEdit[];
  /** What the edits' vector indices mean. */
  readonly vectors: readonly Float32Array[];
}

/** One edit in a table: units are vectors of a point, slots or heads of slots. */
interface TableEntry {
  readonly point: EditPoint;
  readonly unit: number;
  readonly source: number;
  readonly edit: VectorEdit;
  readonly vector: Float32Array | null;
}

/** The edit inputs of a step with `slots` slots, all rows together. */
export function editTables(placed: readonly PlacedEdits[], slots: number, model: ModelShape): Tensors {
  const { layers, heads, headDim, hiddenSize } = model;
  const whole: TableEntry[] = [];
  const ofHeads: TableEntry[] = [];
  for (const { slot, cleanSlot, edits, vectors } of placed) {
    for (const edit of edits) {
      const from = edit.from === 'clean' ? required(cleanSlot, "the clean run's slot of an edit") : slot;
      const vector = edit.vector === null ? null : entryAt(vectors, edit.vector, 'the vector of an edit');
      const { point, head } = edit;
      if (head === null) whole.push({ point, unit: slot, source: from, edit, vector });
      else ofHeads.push({ point, unit: slot * heads + head, source: from * heads + head, edit, vector });
    }
  }
  return {
    ...tables(stepInput.edit, whole, { points: editPointCount(layers), units: slots, width: hiddenSize }),
    ...tables(stepInput.headEdit, ofHeads, { points: layers, units: slots * heads, width: headDim }),
  };
}

/**
 * The tables of one group of points. Only points with work have a row in them. Without any, the tables have one
 * element: no branch of the graph reads them then.
 */
function tables(
  inputs: EditInputs,
  entries: readonly TableEntry[],
  { points, units, width }: { points: number; units: number; width: number },
): Tensors {
  const on = Array<boolean>(points).fill(false);
  const rowOfPoint = new Int32Array(points);
  let height = 0;
  for (const { point } of entries) {
    const index = editPointIndex(point);
    if (on[index]) continue;
    on[index] = true;
    rowOfPoint[index] = height++;
  }
  const [rows, columns] = height > 0 ? [height, units] : [1, 1];
  const cells = rows * columns;
  const gate = new Uint8Array(cells);
  const byNorm = new Uint8Array(cells);
  const source = Int32Array.from({ length: cells }, (_, cell) => cell % columns);
  const scale = new Float32Array(cells).fill(1);
  const vector = new Int32Array(cells);
  const nothing = new Float32Array(width);
  const added = new Map<Float32Array, number>([[nothing, 0]]);
  for (const entry of entries) {
    const cell =
      entryAt(rowOfPoint, editPointIndex(entry.point), 'the row of an edit point') * columns + entry.unit;
    gate[cell] = 1;
    byNorm[cell] = Number(entry.edit.byNorm);
    source[cell] = entry.source;
    scale[cell] = entry.edit.scale;
    if (!entry.vector) continue;
    const known = added.get(entry.vector);
    vector[cell] = known ?? added.size;
    if (known === undefined) added.set(entry.vector, added.size);
  }
  const vectors = new Float32Array(added.size * width);
  for (const [values, index] of added) vectors.set(values, index * width);
  return {
    [inputs.on]: bool(on, [points]),
    [inputs.row]: int64(rowOfPoint, [points]),
    [inputs.gate]: bool(gate, [rows, columns, 1]),
    [inputs.source]: int64(source, [rows, columns]),
    [inputs.scale]: float32(scale, [rows, columns, 1]),
    [inputs.vector]: int64(vector, [rows, columns]),
    [inputs.byNorm]: bool(byNorm, [rows, columns, 1]),
    [inputs.vectors]: float32(vectors, [added.size, width]),
  };
}
