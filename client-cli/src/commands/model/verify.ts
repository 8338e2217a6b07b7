import { access } from 'node:fs/promises';
import { join } from 'node:path';

import type { Precision } from '@codiscope/models';
import { Args, Flags } from '@oclif/core';

import { CliError } from '../../cli-error.js';
import { CodiCommand } from '../../codi-command.js';
import { precisionFlag } from '../../connection/precision.js';
import type { Comparison } from '../../conformance/conformance-report.js';
import { ExitCode } from '../../exit-codes.js';
import { table } from '../../terminal/table.js';

const WEIGHTS = ['model.safetensors', 'pytorch_model.bin'] as const;

/** A number of at least 0. */
const tolerance = Flags.custom<number>({
  parse: (text) => {
    const number = text.trim() === '' ? Number.NaN : Number(text);
    if (!(number >= 0))
      throw new CliError(
        'BAD_USAGE',
        ExitCode.usage,
        `Expected a number of at least 0 but received: ${text}`,
      );
    return Promise.resolve(number);
  },
});

/** The outcome for one weights file. */
interface Verified {
  readonly weights: string;
  readonly precision: Precision;
  readonly fingerprint: string;
  readonly largestRelativeError: number;
  readonly mismatches: number;
  readonly comparisons: readonly Comparison[];
  readonly passed: boolean;
}

/** What is compared with what. */
interface VerifyFlags {
  readonly golden: string;
  readonly base?: string | undefined;
  readonly precision: Precision;
  readonly tolerance: number;
}

export default class ModelVerify extends CodiCommand {
  static override summary = 'Compare a checkpoint with golden vectors of the official implementation.';
  static override description =
    'Runs the golden questions on an embedded server and compares tokens, logits, thoughts, residuals, attention and ablations. Exits with 4 when an error is above the tolerance or a token differs.';
  static override examples = ['<%= config.bin %> model verify ./checkpoint --golden ./golden'];
  static override args = {
    checkpoint: Args.string({
      required: true,
      description: 'official checkpoint folder; its base model is in base/ unless --base says otherwise',
    }),
  };
  static override flags = {
    golden: Flags.string({ required: true, description: 'folder of golden.json and golden.safetensors' }),
    base: Flags.string({ description: "the base model's folder (configuration and tokenizer)" }),
    weights: Flags.option({ options: WEIGHTS })({
      description: 'which weights file (default: each that is there)',
    }),
    precision: precisionFlag({
      description: 'what is compared; int8 is approximate and needs a --tolerance of its own',
      default: 'fp32',
    }),
    tolerance: tolerance({ description: 'largest relative error that passes', default: 1e-4 }),
  };

  async run(): Promise<{ tolerance: number; files: Verified[]; passed: boolean }> {
    const { args, flags } = await this.parse(ModelVerify);
    const files: Verified[] = [];
    for (const weights of await this.weightsIn(args.checkpoint, flags.weights)) {
      const verified = await this.verify(args.checkpoint, weights, flags);
      files.push(verified);
      this.show(verified, flags.tolerance);
    }
    const passed = files.every((file) => file.passed);
    if (!passed) process.exitCode = ExitCode.invalidResult;
    return { tolerance: flags.tolerance, files, passed };
  }

  private async weightsIn(
    folder: string,
    wanted?: (typeof WEIGHTS)[number],
  ): Promise<(typeof WEIGHTS)[number][]> {
    if (wanted) return [wanted];
    const there: (typeof WEIGHTS)[number][] = [];
    for (const name of WEIGHTS)
      await access(join(folder, name)).then(
        () => there.push(name),
        () => undefined,
      );
    // Without any, opening the folder says what is missing.
    return there.length > 0 ? there : ['model.safetensors'];
  }

  private async verify(
    folder: string,
    weights: (typeof WEIGHTS)[number],
    { golden: goldenFolder, base, precision, tolerance: allowed }: VerifyFlags,
  ): Promise<Verified> {
    const [{ startEmbedded }, { CodiClient }, { GoldenVectors }, { verifyCheckpoint }] = await Promise.all([
      import('../../connection/embedded-server.js'),
      import('@codiscope/proto'),
      import('../../conformance/golden-vectors.js'),
      import('../../conformance/verify-checkpoint.js'),
    ]);
    const golden = await GoldenVectors.open(goldenFolder);
    try {
      const options = { weights, precision, signal: this.signal, ...(base === undefined ? {} : { base }) };
      const { server, checkpoint } = await startEmbedded(folder, options);
      try {
        const client = await CodiClient.connect(server.address);
        const report = await verifyCheckpoint(client, golden, this.signal).finally(() => {
          client.close();
        });
        const { largestRelativeError, mismatches, comparisons } = report;
        const passed = largestRelativeError <= allowed && mismatches === 0;
        return {
          weights,
          precision,
          fingerprint: checkpoint.fingerprint,
          largestRelativeError,
          mismatches,
          comparisons,
          passed,
        };
      } finally {
        await server.stop(0);
      }
    } finally {
      await golden.close();
    }
  }

  private show(
    { weights, precision, comparisons, largestRelativeError, mismatches, passed }: Verified,
    tolerance: number,
  ): void {
    const rows = comparisons.map((row) => [
      row.quantity,
      String(row.compared),
      row.largestRelativeError === null
        ? `${row.mismatches} differ`
        : row.largestRelativeError.toExponential(2),
      row.at ?? '',
    ]);
    this.log(
      `${weights}${precision === 'fp32' ? '' : ` in ${precision}`}\n${table(['quantity', 'compared', 'largest relative error', 'where'], rows)}`,
    );
    const verdict = passed ? 'passed' : 'FAILED';
    this.log(
      `${verdict}: largest relative error ${largestRelativeError.toExponential(2)} (tolerance ${tolerance}), ${mismatches} token mismatches\n`,
    );
  }
}
