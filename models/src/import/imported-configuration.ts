import type { ReadCheckpoint } from '../checkpoint/checkpoint.js';

/** `codi_config.json` of an entry: the same arguments, adapters merged. */
export function importedConfiguration({ codi, checkpoint }: ReadCheckpoint): Record<string, unknown> {
  return {
    num_latent: codi.thoughts,
    use_prj: true,
    prj_dim: codi.projectionDim,
    prj_no_ln: !codi.projectionLayerNorm,
    remove_eos: codi.removeEos,
    use_lora: false,
    lora_r: 0,
    lora_alpha: 0,
    pad_id: codi.padId,
    bot_id: codi.botId,
    eot_id: codi.eotId,
    eos_id: checkpoint.settings.eosId,
    answer_prefix: codi.answerPrefix,
  };
}
