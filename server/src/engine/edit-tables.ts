import { editPointCount, editPointIndex, stepInput } from '@codiscope/models';

import type { SlotEdit } from './rollout-plan.js';
import type { Tensors } from './step-session.js';
import { bool, float32, int64 } from './tensors.js';

/** The edits of one row of a step, and the row that holds the clean run of its question. */
export interface RowEdits {
  readonly row: number;
  readonly cleanRow: number;
  readonly edits: readonly SlotEdit[];
}

/**
 * The edit inputs of a step with `rows` rows of one slot each. Without any edit the tables have one element: no
 * branch of the graph reads them then.
 */
export function editTables(
  edited: readonly RowEdits[],
  rows: number,
  layers: number,
  hiddenSize: number,
): Tensors {
  const points = editPointCount(layers);
  const any = edited.length > 0;
  const [height, width] = any ? [points, rows] : [1, 1];
  const on = Array<boolean>(points).fill(false);
  const gate = Array<boolean>(height * width).fill(false);
  const source = new Int32Array(height * width);
  const scale = new Float32Array(height * width).fill(1);
  if (any) for (let cell = 0; cell < source.length; cell++) source[cell] = cell % rows;
  for (const { row, cleanRow, edits } of edited) {
    for (const edit of edits) {
      const point = editPointIndex(edit.point);
      const cell = point * rows + row;
      on[point] = true;
      gate[cell] = true;
      source[cell] = edit.from === 'clean' ? cleanRow : row;
      scale[cell] = edit.scale;
    }
  }
  return {
    [stepInput.editOn]: bool(on, [points]),
    [stepInput.editGate]: bool(gate, [height, width, 1]),
    [stepInput.editSource]: int64(source, [height, width]),
    [stepInput.editScale]: float32(scale, [height, width, 1]),
    [stepInput.editVector]: int64(new Int32Array(height * width), [height, width]),
    [stepInput.editVectors]: float32(new Float32Array(hiddenSize), [1, hiddenSize]),
  };
}
