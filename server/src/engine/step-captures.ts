import { stepOutput } from '@codiscope/models';
import type { Tensor } from 'onnxruntime-node';

import { readAttention } from './attention-reader.js';
import { residualOutputs } from './residual-outputs.js';
import type { PlacedRow } from './step-batch.js';
import type { Tensors } from './step-session.js';
import type { VariantRun } from './variant-run.js';

/** What captures are read out of. */
export interface StepReading {
  readonly outputs: Tensors;
  /** R. */
  readonly rows: number;
  /** T. */
  readonly prefixSlots: number;
  /** Slots behind BOT before this step. */
  readonly slots: number;
  /** D. */
  readonly hiddenSize: number;
}

/** Keeps what a variant captures of the row that it is in. `logits`: the row's, where they were fetched. */
export function captureRow(
  variant: VariantRun,
  place: PlacedRow,
  reading: StepReading,
  logits: Float32Array | null,
): void {
  const { capture } = variant.plan;
  if (!capture) return;
  const { slot } = place.row;
  captureAttention(variant, place, reading);
  if (slot.kind === 'thought') {
    captureResiduals(variant, slot.thought, place.batchRow, reading);
    if (logits && variant.wantsLens(slot.thought + 1)) variant.readLens(slot.thought + 1, logits);
  } else if (capture.logits && logits) {
    variant.logits.push(logits.slice());
  }
}

function captureAttention(
  variant: VariantRun,
  { question, questionIndex, rowIndex, row }: PlacedRow,
  reading: StepReading,
): void {
  const { capture, thoughts } = variant.plan;
  const { slot } = row;
  if (!capture?.attention || !variant.wantsAttention(slot)) return;
  const { outputs, rows, prefixSlots, slots } = reading;
  const tensors = capture.attention.layers.map((layer) => outputs[stepOutput.attention(layer)] as Tensor);
  const { prefixLength, plan } = question;
  const place = { question: questionIndex, row: rowIndex, rows, prefixSlots, prefixLength };
  variant.attention.push({
    answerToken: slot.kind === 'token' ? slot.answerToken : null,
    thought: slot.kind === 'thought' ? slot.thought : null,
    position: prefixLength + slots,
    ...readAttention(tensors, place, capture.attention, plan.numberTokens, thoughts),
  });
}

function captureResiduals(
  variant: VariantRun,
  thought: number,
  batchRow: number,
  { outputs, hiddenSize }: StepReading,
): void {
  for (const { values, shape, ...plan } of variant.residuals) {
    residualOutputs(plan).forEach((name, layer) => {
      const data = outputs[name]?.data as Float32Array;
      const vector = data.subarray(batchRow * hiddenSize, (batchRow + 1) * hiddenSize);
      values.set(vector, ((thought - 1) * shape[1] + layer) * hiddenSize);
    });
  }
}
