import type { PlannedExperiment } from '@codiscope/analysis';
import { Flags } from '@oclif/core';

import { CliError } from '../cli-error.js';
import { CodiCommand } from '../codi-command.js';
import type { ConnectionFlags } from '../connection/server-flags.js';
import { serverFlags } from '../connection/server-flags.js';
import { ExitCode } from '../exit-codes.js';
import { numeric, wholeRunFlags } from '../experiment/flags.js';
import type { SampleFlags } from '../experiment/sample.js';
import { wholeRunChoice, type WholeRunFlags } from '../experiment/whole-run-choice.js';
import type { MeasuredCost } from '../plan/plan-texts.js';
import type { PlannedSize } from '../plan/sample-size.js';

/** What a plan came to. */
interface Plan {
  /** Two-sided, of one test. */
  readonly alpha: number;
  readonly power: number;
  readonly tests: number;
  readonly sizes: readonly PlannedSize[];
  /** Null unless asked for. */
  readonly cost: MeasuredCost | null;
}

/** Flags that the cost of a run depends on. */
type CostFlags = WholeRunFlags &
  SampleFlags &
  ConnectionFlags & {
    readonly only?: string | undefined;
    readonly dataset?: string | undefined;
    readonly measure: number;
    readonly 'max-new-tokens': number;
  };

const effect = { helpGroup: 'EFFECT' };
const cost = { helpGroup: 'COST' };

export default class PlanCommand extends CodiCommand {
  static override summary = 'How many problems a wanted effect takes, and what a run would cost.';
  static override description =
    'Sample sizes need no server. The cost comes from running a few problems on the given server or model with everything that `codi run` does to a problem under the same flags; rollouts are counted by the plans of the experiments themselves. The thoughts of one problem are not independent: a correlation over all of them is planned with their design effect.';
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
      description:
        'problems of the run, rounded up to whole levels (default: the most that an effect above takes, else 100)',
      min: 1,
      dependsOn: ['cost'],
      exclusive: ['dataset', 'per-level', 'test-mode'],
    }),
    measure: Flags.integer({
      ...cost,
      description: 'problems of the run to measure on',
      default: 8,
      min: 1,
      max: 1000,
    }),
    ...serverFlags,
    ...wholeRunFlags,
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
    const [{ planSizes }, { costText, levelsText, sizeText }] = await Promise.all([
      import('../plan/sample-size.js'),
      import('../plan/plan-texts.js'),
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
    if (sizes.length > 0) this.log(levelsText(levels, flags.tests));
    for (const size of sizes) this.log(`\n${sizeText(size, flags.thoughts)}`);
    const measured = flags.cost ? await this.measure(flags, flags.problems ?? mostOf(sizes)) : null;
    if (measured) this.log(`${sizes.length > 0 ? '\n' : ''}${costText(measured)}`);
    return { ...levels, tests: flags.tests, sizes, cost: measured };
  }

  /** Counts and measures what `codi run` would do with the same flags. */
  private async measure(flags: CostFlags, problems: number): Promise<MeasuredCost> {
    const [analysis, { parseParts }, { sampleOf }] = await Promise.all([
      import('@codiscope/analysis'),
      import('../experiment/parts.js'),
      import('../experiment/open-experiment.js'),
    ]);
    const { client, model, loading, close } = await this.connect(flags);
    const { signal } = this;
    try {
      const maxNewTokens = flags['max-new-tokens'];
      analysis.requireTokenLimit(maxNewTokens, model);
      const { experiments, named } = parseParts(flags.only, flags.protocol);
      const verbs = experiments.map(({ verb }) => verb);
      const whole = wholeRunChoice(flags);
      const preparations = experiments.map((experiment) => ({
        experiment,
        prepare: experiment.choose(experiment.ofRun(whole, verbs), model),
      }));
      const { 'per-level': perLevel = Math.ceil(problems / 4) } = flags;
      const dataset =
        flags.dataset === undefined
          ? await analysis.createDataset(sampleOf({ ...flags, 'per-level': perLevel }))
          : await analysis.readDataset(flags.dataset);
      const planned: PlannedExperiment[] = [];
      for (const { experiment, prepare } of preparations) {
        const { settings, notes } = await prepare({
          ...{ client, model, dataset, signal },
          strict: named,
          onFit: () => undefined,
        });
        for (const note of notes) this.say(`${experiment.verb}: ${note}`);
        if (settings !== null) planned.push({ experiment, settings });
      }
      const run = { model, dataset, maxNewTokens };
      const measured = await analysis.measureRunCost(client, planned, run, {
        measure: flags.measure,
        signal,
      });
      return {
        ...measured,
        weightsMiB: (model.parameters * (model.dtype === 'int8' ? 1.125 : 4)) / 2 ** 20,
        // Kilobytes on every system.
        peakMiB: loading === null ? null : process.resourceUsage().maxRSS / 2 ** 10,
      };
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
