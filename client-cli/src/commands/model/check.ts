import { Args } from '@oclif/core';

import type { Speed } from '../../check/measure-speed.js';
import { CodiCommand } from '../../codi-command.js';
import type { Loading } from '../../connection/embedded-server.js';
import { serverFlags } from '../../connection/server-flags.js';
import { pairs } from '../../terminal/pairs.js';

/** What a smoke question showed, and how the model runs here. */
interface Checked {
  readonly model: string;
  readonly fingerprint: string;
  readonly dtype: string;
  readonly approximate: boolean;
  readonly question: string;
  readonly text: string;
  readonly predicted: string | null;
  readonly tokens: number;
  readonly speed: Speed;
  /** Null where the server runs in another process, as the memory below. */
  readonly loading: Loading | null;
  /** Of this process: now, and at most so far. */
  readonly residentMiB: number | null;
  readonly peakMiB: number | null;
  readonly warnings: readonly string[];
}

const QUESTION =
  'Tina earns 6 dollars an hour and works 2 hours. Tina wants to buy a candle for 22 dollars. How many more dollars does Tina need?';

export default class ModelCheck extends CodiCommand {
  static override summary = 'Load a model, ask it one question, and measure how it runs here.';
  static override description =
    'A smoke test: it shows that the checkpoint opens, runs and answers, how long loading takes, how fast a rollout is alone and in a batch, and what memory it takes. Whether it answers rightly is for `codi model verify` and an evaluation.';
  static override examples = [
    '<%= config.bin %> model check',
    '<%= config.bin %> model check ./my-checkpoint',
    '<%= config.bin %> model check ./my-checkpoint --precision int8',
  ];
  static override args = {
    model: Args.string({
      description: 'a name of `codi model list`, or a checkpoint folder (default codi-mini)',
    }),
  };
  static override flags = { server: serverFlags.server, precision: serverFlags.precision };

  async run(): Promise<Checked> {
    const { args, flags } = await this.parse(ModelCheck);
    const [{ CodiError, Protocol }, { measureSpeed }] = await Promise.all([
      import('@codiscope/proto'),
      import('../../check/measure-speed.js'),
    ]);
    const { client, model, loading, close } = await this.connect({ ...flags, model: args.model });
    try {
      const request = {
        question: { $case: 'text' as const, value: QUESTION },
        protocol: Protocol.OFFICIAL,
      };
      for await (const { outcome } of client.rollout(request, { signal: this.signal })) {
        if (outcome?.$case === 'error') throw CodiError.fromStatus(outcome.value);
        if (!outcome) continue;
        const { text, predicted = null, tokens, warnings } = outcome.value;
        const speed = await measureSpeed(client, model, QUESTION, this.signal);
        const checked: Checked = {
          model: model.id,
          fingerprint: model.fingerprint,
          dtype: model.dtype,
          approximate: model.approximate,
          question: QUESTION,
          text,
          predicted,
          tokens: tokens.length,
          speed,
          loading,
          residentMiB: loading && process.memoryUsage.rss() / 2 ** 20,
          // Kilobytes on every system.
          peakMiB: loading && process.resourceUsage().maxRSS / 2 ** 10,
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
    const { speed, loading, residentMiB, peakMiB } = checked;
    const { batch } = speed;
    const [whole, tenths] = [(number: number) => number.toFixed(0), (number: number) => number.toFixed(1)];
    this.log(
      pairs({
        model: `${checked.model} (${checked.fingerprint.slice(0, 12)}), ${checked.dtype}${checked.approximate ? ' (approximate)' : ''}`,
        question: checked.question,
        answer: checked.text,
        number: checked.predicted ?? 'none',
        loading: loading
          ? `${tenths(loading.checkpointSeconds)} s to read and check the checkpoint, ${tenths(loading.networkSeconds)} s to make the network of it`
          : 'see the server',
        alone: `${tenths(speed.msPerRollout)} ms a rollout: ${tenths(speed.prefillMs)} ms for the question, then ${whole(speed.slotsPerSecond)} slots a second (thoughts and answer tokens)`,
        batch: `${tenths(batch.msPerRollout)} ms a rollout, ${whole(batch.slotsPerSecond)} slots a second: ${batch.rollouts} rollouts, ${batch.questions} questions unchanged and with each thought ablated`,
        memory:
          residentMiB === null || peakMiB === null
            ? 'see the server'
            : `${whole(residentMiB)} MiB resident, ${whole(peakMiB)} MiB at most`,
      }),
    );
    for (const warning of checked.warnings) this.log(`warning: ${warning}`);
  }
}
