import { Flags } from '@oclif/core';
import type { Summary } from '@codiscope/analysis';

import { CodiCommand } from '../codi-command.js';
import { analysisFlags } from '../experiment/flags.js';

export default class Analyze extends CodiCommand {
  static override summary = 'Statistics and figures of a run that has ablation and attention results.';
  static override description =
    'Writes results/summary_statistics.json and the figures as PNG and PDF, and says what follows from the numbers. Needs no server. May be repeated with other options.';
  static override examples = ['<%= config.bin %> analyze --run runs/codi-mini-100'];
  static override flags = {
    run: Flags.string({ description: 'run folder', required: true }),
    ...analysisFlags,
  };

  async run(): Promise<Summary> {
    const { flags } = await this.parse(Analyze);
    const [{ openRun, readRun, runManifestSchema }, { analyseStep }, { tellFindings }] = await Promise.all([
      import('@codiscope/analysis'),
      import('../experiment/steps.js'),
      import('../experiment/tell.js'),
    ]);
    const manifest = runManifestSchema.parse(await readRun(flags.run));
    const run = await openRun({ directory: flags.run, manifest, signal: this.signal });
    try {
      const { summary, figures } = await analyseStep({ run, resume: true }, flags);
      this.log(tellFindings(summary));
      this.log(`\n${run.paths.results}/summary_statistics.json; in ${run.paths.figures}: ${figures.join(', ')}`);
      return summary;
    } finally {
      await run.close();
    }
  }
}
