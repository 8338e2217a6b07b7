import type { GetModelResponse } from '@codiscope/proto';

import { CodiCommand } from '../../codi-command.js';
import { serverFlags } from '../../connection/server-flags.js';
import { pairs } from '../../terminal/pairs.js';

export default class ModelInfo extends CodiCommand {
  static override summary = 'Show the model that is served: identity, shape, special ids, limits.';
  static override examples = [
    '<%= config.bin %> model info',
    '<%= config.bin %> model info --server lab:50051 --json',
  ];
  static override flags = { ...serverFlags };

  async run(): Promise<GetModelResponse> {
    const { flags } = await this.parse(ModelInfo);
    const { model, close } = await this.connect(flags);
    await close();
    const { presets, specialIds: ids, limits } = model;
    this.log(
      pairs({
        model: model.id,
        fingerprint: model.fingerprint,
        architecture: `${model.architecture}, ${model.layers} layers, hidden size ${model.hiddenSize}, ${model.heads} heads (${model.kvHeads} key/value) of ${model.headDim}`,
        parameters: model.parameters.toLocaleString('en'),
        vocabulary: `${model.vocabSize} words; pad ${ids?.pad ?? '-'}, BOT ${ids?.bot ?? '-'}, EOT ${ids?.eot ?? '-'}, eos ${ids?.eos ?? '-'}`,
        thoughts: `1 to ${model.thoughts}`,
        'layer presets': `early ${presets?.early ?? '-'}, middle ${presets?.middle ?? '-'}, late ${presets?.late ?? '-'} (of 0 to ${model.layers - 1})`,
        computed: `${model.dtype}${model.approximate ? ' (approximate)' : ''} on ${model.device}, ONNX Runtime ${model.runtimeVersion}, server ${model.serverVersion}`,
        limits: `${limits?.maxQuestionTokens ?? '-'} question tokens, ${limits?.maxNewTokens ?? '-'} new tokens, ${limits?.maxVariants ?? '-'} variants a request`,
      }),
    );
    return model;
  }
}
