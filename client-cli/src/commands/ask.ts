import type { Precision } from '@codiscope/analysis';
import { Args, Flags } from '@oclif/core';

import type { Answered } from '../ask/ask-question.js';
import { CodiCommand } from '../codi-command.js';
import { serverFlags } from '../connection/server-flags.js';

export default class Ask extends CodiCommand {
  static override summary =
    'One question, seen at a glance: the answer, and what each thought holds and does.';
  static override description =
    'For each thought: the tokens that it decodes to (logit lens), what becomes of the answer when it is zeroed, and the attention it gets from the row that predicts the number.';
  static override examples = [
    '<%= config.bin %> ask "Tina earns 6 dollars an hour and works 2 hours. Tina wants to buy a candle for 22 dollars. How many more dollars does Tina need?"',
    '<%= config.bin %> ask "..." --answer 10 --layer late --json',
  ];
  static override args = { question: Args.string({ required: true, description: 'the question' }) };
  static override flags = {
    ...serverFlags,
    answer: Flags.string({
      description: "the right answer; without it, importance is measured on the model's own answer",
    }),
    layer: Flags.string({ description: 'decoder layer whose output is zeroed', default: 'middle' }),
    'attention-layer': Flags.string({
      description: 'decoder layer whose attention is shown',
      default: 'late',
    }),
    top: Flags.integer({ description: 'tokens that a thought decodes to', default: 3, min: 1, max: 20 }),
  };

  async run(): Promise<Answered & Precision> {
    const { args, flags } = await this.parse(Ask);
    const [{ askQuestion }, { tellAnswer }, { parseLayer }] = await Promise.all([
      import('../ask/ask-question.js'),
      import('../ask/tell-answer.js'),
      import('@codiscope/analysis'),
    ]);
    const { client, model, close } = await this.connect(flags);
    try {
      const answered = await askQuestion(client, {
        question: args.question,
        answer: flags.answer,
        thoughts: model.thoughts,
        ablatedLayer: parseLayer(flags.layer, 'layer', model).layer,
        attentionLayer: parseLayer(flags['attention-layer'], 'attentionLayer', model).layer,
        top: flags.top,
        signal: this.signal,
      });
      this.log(tellAnswer(answered));
      return { ...answered, dtype: model.dtype, approximate: model.approximate };
    } finally {
      await close();
    }
  }
}
