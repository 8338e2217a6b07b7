import { join } from 'node:path';

import type { Summary } from '@codiscope/analysis';

import { CliError } from '../cli-error.js';
import { CodiCommand } from '../codi-command.js';
import { ExitCode } from '../exit-codes.js';
import { analysisFlags, folder, numeric } from '../experiment/flags.js';

export default class Analyze extends CodiCommand {
  static override summary = 'Statistics and figures of a run that has ablation and attention results.';
  static override description =
    'Writes results/summary_statistics.json and the figures as PNG, PDF and SVG, and says what follows from the numbers. Takes in whatever else the run holds: the lattice, and the results of every other experiment. Needs no server. May be repeated with other options. Exits with 4 if a control failed.';
  static override examples = [
    '<%= config.bin %> analyze --run runs/codi-mini-100',
    '<%= config.bin %> analyze --run runs/codi-mini-100 --smallest-r 0.15 --smallest-drop 0.1',
  ];
  static override flags = {
    run: folder({ description: 'run folder', required: true }),
    ...analysisFlags,
    'smallest-r': numeric({
      description: 'smallest |r| of attention and importance that would matter, for the equivalence tests',
      default: 0.1,
      helpGroup: 'ANALYSIS',
    }),
    'smallest-drop': numeric({
      description: 'smallest mean drop of gold log-probability (nats) that would matter',
      default: 0.05,
      helpGroup: 'ANALYSIS',
    }),
  };

  async run(): Promise<Summary> {
    const { flags } = await this.parse(Analyze);
    const [analysis, { findingsText, notDrawnText }] = await Promise.all([
      import('@codiscope/analysis'),
      import('../experiment/texts.js'),
    ]);
    const options = {
      resamples: flags.resamples,
      seed: flags['analysis-seed'],
      smallestR: requireEffect('--smallest-r', flags['smallest-r'], 1),
      smallestDrop: requireEffect('--smallest-drop', flags['smallest-drop'], Infinity),
    };
    const manifest = analysis.runManifestSchema.parse(await analysis.readRun(flags.run));
    const note = analysis.approximationNote(analysis.precisionOf(manifest.model));
    if (note !== null) this.say(note);
    const run = await analysis.openRun({ directory: flags.run, manifest, signal: this.signal });
    try {
      const { summary, figures, notDrawn, failedControls } = await analysis.analyseRun(run, options, true);
      this.log(findingsText(summary));
      this.log(
        `\n${join(run.paths.results, analysis.SUMMARY_FILE_NAME)}; in ${run.paths.figures}, each as .png, .pdf and .svg: ${namesOf(figures).join(', ')}`,
      );
      if (notDrawn.length > 0) this.log(notDrawnText(notDrawn));
      if (failedControls.length > 0)
        throw new analysis.AnalysisError('CONTROL_FAILED', failedControls.join(' '));
      return summary;
    } finally {
      await run.close();
    }
  }
}

/** Refuses an effect that no test of equivalence can be made for. */
function requireEffect(flag: string, value: number, below: number): number {
  if (value > 0 && value < below) return value;
  const range = below === Infinity ? 'above 0' : `between 0 and ${below}`;
  throw new CliError('BAD_USAGE', ExitCode.usage, `${flag} is ${value}; use a number ${range}.`);
}

/** The figures of files, each once. */
function namesOf(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => file.replace(/\.[a-z]+$/, '')))];
}
