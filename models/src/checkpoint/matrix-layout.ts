/** How a matrix lies: PyTorch's Linear [out, in], GPT-2's Conv1D [in, out]. */
export type MatrixLayout = 'out-in' | 'in-out';

/**
 * The layout of a tensor that is the matrix of a decoder's linear layer, or the head: by far the most of a model's
 * weights. Null for everything else: embeddings, norms, biases and the projection.
 */
export function matrixLayout(name: string, shape: readonly number[], conv1d: boolean): MatrixLayout | null {
  if (name === 'lm_head.weight') return 'out-in';
  if (shape.length !== 2 || !/\.(layers|h)\.\d+\./.test(name)) return null;
  return conv1d ? 'in-out' : 'out-in';
}
