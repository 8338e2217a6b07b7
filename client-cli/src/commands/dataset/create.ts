import { Flags } from '@oclif/core';
import type { Dataset } from '@codiscope/analysis';

import { CliError } from '../../cli-error.js';
import { CodiCommand } from '../../codi-command.js';
import { ExitCode } from '../../exit-codes.js';

/** The flags that training data are made with. */
interface TrainingFlags {
  readonly out?: string | undefined;
  readonly seed: number;
  readonly count?: number | undefined;
  readonly exclude?: string | undefined;
}

export default class DatasetCreate extends CodiCommand {
  static override summary = 'Make the problem set of a run: a stratified, seeded sample.';
  static override description = `Sources: gsm-mini (the built-in generator, for the embedded model), GSM8K's JSONL, the origin's JSON, or a dataset file.
Difficulty is the number of reasoning steps; problems of 1 or 2 steps are "2-step". --sampler python draws exactly as the origin's scripts did (Python's random.seed and random.sample).
With --format jsonl the generator writes training data instead: one problem a line, levels in the recipe's mix.`;
  static override examples = [
    '<%= config.bin %> dataset create',
    '<%= config.bin %> dataset create --source gsm8k/test.jsonl --per-level 50 --out gsm8k_200.json',
    '<%= config.bin %> dataset create --source stratified_1000.json --sampler python --seed 42',
    '<%= config.bin %> dataset create --format jsonl --seed 1 --count 400000 --out train.jsonl',
  ];
  static override flags = {
    source: Flags.string({ description: 'gsm-mini, or a file of problems', default: 'gsm-mini' }),
    sampler: Flags.option({ options: ['seeded', 'python'] as const })({
      description: 'how problems are drawn from a file (default seeded)',
    }),
    'per-level': Flags.integer({ description: 'problems a difficulty level (default 25)', min: 1 }),
    seed: Flags.integer({ description: 'seed of the sample', default: 42, min: 0 }),
    'test-mode': Flags.boolean({ description: '10 problems (3, 3, 2, 2)', exclusive: ['per-level'] }),
    out: Flags.string({ description: 'file to write (default full_dataset_100.json, test_dataset_10.json)' }),
    format: Flags.option({ options: ['dataset', 'jsonl'] as const })({
      description: 'a dataset file, or training lines',
      default: 'dataset',
    }),
    count: Flags.integer({ description: 'with --format jsonl: lines to write (default 1000)', min: 1 }),
    exclude: Flags.string({
      description: 'with --format jsonl: a JSONL file whose questions must not occur',
    }),
  };

  async run(): Promise<Record<string, unknown>> {
    const { flags } = await this.parse(DatasetCreate);
    const { sampler, 'per-level': perLevel, 'test-mode': testMode, count, exclude } = flags;
    if (flags.format === 'jsonl') {
      const source = flags.source === 'gsm-mini' ? undefined : flags.source;
      refuse('jsonl', { source, sampler, 'per-level': perLevel, 'test-mode': testMode || undefined });
      return this.trainingData(flags);
    }
    refuse('dataset', { count, exclude });
    const { createDataset, datasetFileName, datasetSha256, writeDataset } =
      await import('@codiscope/analysis');
    const dataset = await createDataset({
      source: flags.source === 'gsm-mini' ? 'gsm-mini' : { file: flags.source },
      seed: flags.seed,
      testMode,
      ...(sampler === undefined ? {} : { sampler }),
      ...(perLevel === undefined ? {} : { perLevel }),
    });
    const out = flags.out ?? datasetFileName(dataset);
    await writeDataset(out, dataset);
    const sha256 = datasetSha256(dataset.problems);
    this.show(dataset, out, sha256);
    const { problems, ...rest } = dataset;
    return { out, sha256, problems: problems.length, ...rest };
  }

  private show(dataset: Dataset, out: string, sha256: string): void {
    const levels = Object.entries(dataset.per_level).map(([level, count]) => `${count} ${level}`);
    this.log(
      `${out}: ${dataset.problems.length} problems (${levels.join(', ')}) from ${dataset.source}, SHA-256 ${sha256}`,
    );
    const { length: refused, 0: first } = dataset.refused_lines;
    const lines = refused === 1 ? '1 line of the source was' : `${refused} lines of the source were`;
    if (first) this.say(`${lines} left out; line ${first.line}: ${first.reason}`);
  }

  private async trainingData(flags: TrainingFlags): Promise<Record<string, unknown>> {
    const { out, seed, count = 1000, exclude } = flags;
    if (out === undefined) throw usage('--format jsonl needs --out; name the file to write.');
    const { writeTrainingData } = await import('@codiscope/analysis');
    const excluded = exclude === undefined ? {} : { excludeFile: exclude };
    await writeTrainingData({ out, seed, count, prefix: 'train', signal: this.signal, ...excluded });
    this.log(`${out}: ${count} problems from gsm-mini, seed ${seed}`);
    return { out, seed, count };
  }
}

/** Refuses flags that a format has no use for, instead of leaving them unheard. */
function refuse(format: string, flags: Readonly<Record<string, unknown>>): void {
  const given = Object.keys(flags).find((name) => flags[name] !== undefined);
  if (given !== undefined) throw usage(`--${given} does nothing with --format ${format}; leave it out.`);
}

function usage(message: string): CliError {
  return new CliError('BAD_USAGE', ExitCode.usage, message);
}
