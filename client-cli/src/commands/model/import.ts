import { Args, Flags } from '@oclif/core';
import type { Imported } from '@codiscope/models';

import { CodiCommand } from '../../codi-command.js';
import { startProgress } from '../../terminal/progress.js';

const MIB = 2 ** 20;

export default class ModelImport extends CodiCommand {
  static override summary = 'Make a catalogue entry of an official checkpoint folder.';
  static override description = `Merges adapters, converts to float32 and keeps weights, configuration, tokenizer and a card in the user's models folder, so that \`--model NAME\` is all it takes afterwards. Weights go tensor by tensor; memory does not grow with the model.
If training left the frozen base weights out of the checkpoint, they are taken from model.safetensors in the base model's folder. An interrupted import leaves nothing; a second one of the same checkpoint is recognised.`;
  static override examples = [
    '<%= config.bin %> model import ./my-checkpoint --base ./Llama-3.2-1B-Instruct --name llama-codi',
  ];
  static override args = {
    checkpoint: Args.string({ required: true, description: 'official checkpoint folder' }),
  };
  static override flags = {
    base: Flags.string({
      description:
        "the base model's folder: configuration, tokenizer, and weights if the checkpoint has none (default: base/ in the checkpoint)",
    }),
    name: Flags.string({ description: "the entry's name (default: the folder's)" }),
    weights: Flags.option({ options: ['model.safetensors', 'pytorch_model.bin'] as const })({
      description: 'which weights file (default: model.safetensors if there)',
    }),
  };

  async run(): Promise<Imported> {
    const { args, flags } = await this.parse(ModelImport);
    const { importCheckpoint } = await import('@codiscope/models');
    const progress = startProgress('MiB');
    const { base, name, weights } = flags;
    try {
      const imported = await importCheckpoint(args.checkpoint, {
        ...(base === undefined ? {} : { base }),
        ...(name === undefined ? {} : { name }),
        ...(weights === undefined ? {} : { weights }),
        signal: this.signal,
        onProgress: (done, total) => {
          progress.update(Math.ceil(done / MIB), Math.ceil(total / MIB));
        },
      });
      this.log(
        imported.existed
          ? `${imported.id}: these weights were imported before, nothing was written (${imported.directory})`
          : `${imported.id}: ${imported.directory}, SHA-256 of the weights ${imported.sha256}\nTry it: codi model check ${imported.id}`,
      );
      return imported;
    } finally {
      progress.stop();
    }
  }
}
