import { join } from 'node:path';

import type { Summary } from '@codiscope/analysis';

import { CodiCommand } from '../codi-command.js';
import { analysisFlags, folder } from '../experiment/flags.js';

export default class Analyze extends CodiCommand {
  static override summary = 'Statistics and figures of a run that has ablation and attention results.';
  static override description =
    'Writes results/summary_statistics.json and the figures as PNG and PDF, and says what follows from the numbers. Needs no server. May be repeated with other options. Exits with 4 if a control of the ablation failed.';
  static override examples = ['<%= config.bin %> analyze --run runs/codi-mini-100'];
  static override flags = {
    run: folder({ description: 'run folder', required: true }),
    ...analysisFlags,
  };

  async run(): Promise<Summary> {
    const { flags } = await this.parse(Analyze);
    const [analysis, { analyseStep }, { tellFindings }] = await Promise.all([
      import('@codiscope/analysis'),
      import('../experiment/steps.js'),
      import('../experiment/tell.js'),
    ]);
    const { ablationFileName, ablationResultsSchema, openRun, readResult, readRun, requireValidControls } =
      analysis;
    const manifest = analysis.runManifestSchema.parse(await readRun(flags.run));
    const note = analysis.approximationNote(analysis.precisionOf(manifest.model));
    if (note !== null) this.say(note);
    const run = await openRun({ directory: flags.run, manifest, signal: this.signal });
    try {
      const { summary, figures } = await analyseStep({ run }, flags);
      this.log(tellFindings(summary));
      this.log(
        `\n${join(run.paths.results, analysis.SUMMARY_FILE_NAME)}; in ${run.paths.figures}: ${figures.join(', ')}`,
      );
      const file = ablationFileName(manifest.dataset.problems);
      requireValidControls(await readResult(flags.run, file, ablationResultsSchema));
      return summary;
    } finally {
      await run.close();
    }
  }
}
