import { Args } from '@oclif/core';

import { CodiCommand } from '../../codi-command.js';
import { serverFlags } from '../../connection/server-flags.js';
import { pairs } from '../../terminal/pairs.js';

/** What a smoke question showed. */
interface Checked {
  readonly model: string;
  readonly fingerprint: string;
  readonly question: string;
  readonly text: string;
  readonly predicted: string | null;
  readonly tokens: number;
  /** Slots (thoughts and answer tokens) a second of this one rollout. */
  readonly slotsPerSecond: number;
  /** Of this process, where the server runs in it; else null. */
  readonly residentMiB: number | null;
  readonly warnings: readonly string[];
}

const QUESTION =
  'Tina earns 6 dollars an hour and works 2 hours. Tina wants to buy a candle for 22 dollars. How many more dollars does Tina need?';

export default class ModelCheck extends CodiCommand {
  static override summary = 'Load a model and ask it one question.';
  static override description =
    'A smoke test: it shows that the checkpoint opens, runs and answers. Whether it answers rightly is for `codi model verify` and an evaluation.';
  static override examples = [
    '<%= config.bin %> model check',
    '<%= config.bin %> model check ./my-checkpoint',
  ];
  static override args = {
    model: Args.string({
      description: 'a name of `codi model list`, or a checkpoint folder (default codi-mini)',
    }),
  };
  static override flags = { server: serverFlags.server };

  async run(): Promise<Checked> {
    const { args, flags } = await this.parse(ModelCheck);
    const { CodiError, Protocol } = await import('@codiscope/proto');
    const { client, model, embedded, close } = await this.connect({ ...flags, model: args.model });
    try {
      const started = performance.now();
      const request = {
        question: { $case: 'text' as const, value: QUESTION },
        protocol: Protocol.OFFICIAL,
      };
      for await (const { outcome } of client.rollout(request, { signal: this.signal })) {
        if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
        if (!outcome) continue;
        const { text, predicted = null, tokens, warnings } = outcome.value;
        const seconds = (performance.now() - started) / 1000;
        const checked: Checked = {
          model: model.id,
          fingerprint: model.fingerprint,
          question: QUESTION,
          text,
          predicted,
          tokens: tokens.length,
          slotsPerSecond: (model.thoughts + 1 + tokens.length) / seconds,
          residentMiB: embedded ? process.memoryUsage.rss() / 2 ** 20 : null,
          warnings,
        };
        this.show(checked);
        return checked;
      }
      throw new Error('the server gave no result; look into its log');
    } finally {
      await close();
    }
  }

  private show(checked: Checked): void {
    this.log(
      pairs({
        model: `${checked.model} (${checked.fingerprint.slice(0, 12)})`,
        question: checked.question,
        answer: checked.text,
        number: checked.predicted ?? 'none',
        speed: `${checked.slotsPerSecond.toFixed(0)} slots a second, one rollout alone`,
        memory:
          checked.residentMiB === null ? 'see the server' : `${checked.residentMiB.toFixed(0)} MiB resident`,
      }),
    );
    for (const warning of checked.warnings) this.log(`warning: ${warning}`);
  }
}
