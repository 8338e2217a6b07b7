import type { ReadCheckpoint } from '../checkpoint/checkpoint.js';

/** A card that says what an entry was made of. It claims nothing about how good the model is. */
export function modelCard(id: string, source: ReadCheckpoint, sha256: string): string {
  const { codi, file } = source;
  const { architecture: shape, fingerprint, parameters } = source.checkpoint;
  const adapters = codi.useLora
    ? `LoRA adapters (rank ${codi.loraRank}, alpha ${codi.loraAlpha}) merged into the weights: W + alpha/rank B A.`
    : 'The checkpoint had no adapters.';
  const base = file.single
    ? ''
    : ' The frozen base weights came from the base model, not from the checkpoint.';
  return `# ${id}

A CODI checkpoint (arXiv 2502.21074), imported by codiscope.

- ${shape.family}, ${shape.layers} layers, hidden size ${shape.hiddenSize}, ${shape.heads} heads (${shape.kvHeads} key/value), ${parameters.toLocaleString('en')} parameters, float32
- ${codi.thoughts} thoughts; projection of width ${codi.projectionDim}${codi.projectionLayerNorm ? ' with' : ' without'} LayerNorm; pad ${codi.padId}, BOT ${codi.botId}, EOT ${codi.eotId}
- ${adapters}${base}
- fingerprint of the source: ${fingerprint}
- SHA-256 of model.safetensors: ${sha256}

How it was trained and how good it is, its authors know; \`codi model check ${id}\` shows that it runs.
`;
}
