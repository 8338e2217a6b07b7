import { Flags } from '@oclif/core';

import { CliError } from '../cli-error.js';
import { CodiCommand } from '../codi-command.js';
import { serverFlags } from '../connection/server-flags.js';
import { ExitCode } from '../exit-codes.js';
import { numeric } from '../experiment/flags.js';
import type { RunCost } from '../plan/run-cost.js';
import type { PlannedSize } from '../plan/sample-size.js';

/** What a plan came to. */
interface Plan {
  /** Two-sided, of one test. */
  readonly alpha: number;
  readonly power: number;
  readonly tests: number;
  readonly sizes: readonly PlannedSize[];
  /** Null unless asked for. */
  readonly cost: RunCost | null;
}

const effect = { helpGroup: 'EFFECT' };
const cost = { helpGroup: 'COST' };

export default class PlanCommand extends CodiCommand {
  static override summary = 'How many problems a wanted effect takes, and what a run would cost.';
  static override description =
    'Sample sizes need no server. The cost comes from running a few problems on the given server or model with everything that `codi run` does to a problem. The thoughts of one problem are not independent: a correlation over all of them is planned with their design effect.';
  static override examples = [
    '<%= config.bin %> plan --r 0.2',
    '<%= config.bin %> plan --rates 0.20,0.10 --tests 15',
    '<%= config.bin %> plan --rate 0.2 --half-width 0.05',
    '<%= config.bin %> plan --cost --problems 100 --sets lattice',
  ];
  static override flags = {
    r: numeric({ ...effect, description: 'a correlation to detect, such as 0.2' }),
    rates: Flags.string({
      ...effect,
      description: 'two flip rates on the same problems to tell apart, such as 0.20,0.10',
    }),
    discordance: numeric({
      ...effect,
      description: 'share of problems that flip under one of the two only (default: as if independent)',
      dependsOn: ['rates'],
    }),
    rate: numeric({ ...effect, description: 'a rate to measure, with --half-width' }),
    'half-width': numeric({
      ...effect,
      description: 'how far its interval may reach',
      dependsOn: ['rate'],
    }),
    alpha: numeric({ ...effect, description: 'two-sided chance of a false alarm', default: 0.05 }),
    power: numeric({ ...effect, description: 'chance to find the effect', default: 0.8 }),
    tests: Flags.integer({
      ...effect,
      description: 'tests that share alpha, such as 15 pairs of six thoughts (Bonferroni)',
      default: 1,
      min: 1,
    }),
    thoughts: Flags.integer({
      ...effect,
      description: 'thoughts of a problem that a correlation takes in',
      default: 6,
      min: 1,
    }),
    'icc-product': numeric({
      ...effect,
      description:
        'product of the intraclass correlations of attention and importance, for --r (default: a range)',
      dependsOn: ['r'],
    }),
    cost: Flags.boolean({ ...cost, description: 'measure what a run would cost' }),
    problems: Flags.integer({
      ...cost,
      description: 'problems of the run (default: the most that an effect above takes, else 100)',
      min: 1,
      dependsOn: ['cost'],
    }),
    sets: Flags.string({
      ...cost,
      description: 'which thoughts are ablated together, as in `ablate`',
      default: 'singles',
    }),
    'max-new-tokens': Flags.integer({
      ...cost,
      description: 'tokens an answer may have',
      default: 32,
      min: 1,
    }),
    measure: Flags.integer({
      ...cost,
      description: 'problems to measure on; of gsm-mini',
      default: 8,
      min: 1,
      max: 1000,
    }),
    ...serverFlags,
  };

  async run(): Promise<Plan> {
    const { flags } = await this.parse(PlanCommand);
    const rates = flags.rates === undefined ? undefined : twoRates(flags.rates);
    if (flags.rate !== undefined && flags['half-width'] === undefined)
      throw usage('--rate needs --half-width: how far may its interval reach?');
    const rate =
      flags.rate === undefined || flags['half-width'] === undefined
        ? undefined
        : { rate: flags.rate, halfWidth: flags['half-width'] };
    if (flags.r === undefined && !rates && !rate && !flags.cost)
      throw usage('nothing to plan; give an effect with --r, --rates or --rate, or ask for --cost');
    const [{ planSizes }, { tellCost, tellLevels, tellSize }] = await Promise.all([
      import('../plan/sample-size.js'),
      import('../plan/tell-plan.js'),
    ]);
    const levels = { alpha: flags.alpha / flags.tests, power: flags.power };
    const sizes = planSizes(
      {
        r: flags.r,
        rates,
        discordance: flags.discordance,
        rate,
        thoughts: flags.thoughts,
        iccProduct: flags['icc-product'],
      },
      levels,
    );
    if (sizes.length > 0) this.log(tellLevels(levels, flags.tests));
    for (const size of sizes) this.log(`\n${tellSize(size, flags.thoughts)}`);
    const measured = flags.cost ? await this.measure(flags, flags.problems ?? mostOf(sizes)) : null;
    if (measured) this.log(`${sizes.length > 0 ? '\n' : ''}${tellCost(measured)}`);
    return { ...levels, tests: flags.tests, sizes, cost: measured };
  }

  private async measure(
    flags: { measure: number; sets: string; 'max-new-tokens': number } & Parameters<
      CodiCommand['connect']
    >[0],
    problems: number,
  ): Promise<RunCost> {
    const [{ createDataset }, { measureRunCost }, { requireTokenLimit }] = await Promise.all([
      import('@codiscope/analysis'),
      import('../plan/run-cost.js'),
      import('../experiment/settings.js'),
    ]);
    const { client, model, loading, close } = await this.connect(flags);
    try {
      requireTokenLimit(flags, model);
      const perLevel = Math.ceil(flags.measure / 4);
      const sample = await createDataset({ source: 'gsm-mini', perLevel });
      return await measureRunCost(
        client,
        model,
        sample.problems.slice(0, flags.measure),
        { problems, sets: flags.sets, maxNewTokens: flags['max-new-tokens'] },
        { signal: this.signal, embedded: loading !== null },
      );
    } finally {
      await close();
    }
  }
}

function usage(message: string): CliError {
  return new CliError('BAD_USAGE', ExitCode.usage, message);
}

function twoRates(text: string): [number, number] {
  const [first = Number.NaN, second = Number.NaN, ...rest] = text
    .split(',')
    .map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  if (Number.isFinite(first) && Number.isFinite(second) && rest.length === 0) return [first, second];
  throw usage(`--rates is "${text}"; give two rates such as 0.20,0.10`);
}

/** The most problems that an effect takes; 100 without one. */
function mostOf(sizes: readonly PlannedSize[]): number {
  const wanted = sizes.flatMap((size) => (size.kind === 'correlation' ? size.pairs : size.problems) ?? []);
  return wanted.length === 0 ? 100 : Math.max(...wanted);
}
