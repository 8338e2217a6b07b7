import type { Architecture, Projection } from '../architecture.js';
import { familyTensors } from '../families/families.js';
import type { DecoderTensors } from '../families/family.js';

/** The tensors of a model: its decoder's, an untied head, and the projection. A tied head is not among them. */
export function decoderTensors(architecture: Architecture, projection: Projection): DecoderTensors {
  const { embeddingRows, hiddenSize: hidden, tiedHead } = architecture;
  const tensors = familyTensors(architecture);
  if (!tiedHead) tensors.set('lm_head.weight', { shape: [embeddingRows, hidden], layout: 'out-in' });
  const add = (name: string, ...shape: number[]): void => {
    tensors.set(name, { shape, layout: null });
  };
  add('prj.1.weight', projection.dim, hidden);
  add('prj.1.bias', projection.dim);
  add('prj.3.weight', hidden, projection.dim);
  add('prj.3.bias', hidden);
  if (projection.layerNorm) {
    add('prj.ln.weight', hidden);
    add('prj.ln.bias', hidden);
  }
  return tensors;
}
