import { Flags } from '@oclif/core';

import type { WrittenReport } from '@codiscope/analysis';

import { CodiCommand } from '../codi-command.js';
import { folder } from '../experiment/flags.js';

export default class Report extends CodiCommand {
  static override summary = 'One HTML file to explore a run: findings, figures, and every problem.';
  static override description =
    'Reads whatever results the run has (statistics, ablation and attention must be there) and writes a file that needs nothing else: it opens from disk and loads nothing. Needs no server. The same results give the same bytes. Exits with 4, the report written, if a control failed.';
  static override examples = [
    '<%= config.bin %> report --run runs/codi-mini-100',
    '<%= config.bin %> report --run runs/codi-mini-100 --out report.html',
  ];
  static override flags = {
    run: folder({ description: 'run folder', required: true }),
    out: Flags.string({ description: 'file to write (default report.html in the run folder)' }),
  };

  async run(): Promise<WrittenReport> {
    const { flags } = await this.parse(Report);
    const { AnalysisError, writeReport } = await import('@codiscope/analysis');
    const written = await writeReport(flags.run, flags.out);
    for (const { id, text } of written.warnings) if (id === 'approximate') this.say(`approximate: ${text}`);
    for (const { section, command } of written.missing)
      this.log(`without ${section}: ${command} --run ${flags.run} adds it`);
    this.log(`${written.file}: ${written.problems} problems, ${(written.bytes / 1e6).toFixed(2)} MB`);
    const failed = written.warnings.filter(({ id }) => id === 'invalid').map(({ text }) => text);
    if (failed.length > 0)
      throw new AnalysisError('CONTROL_FAILED', `${failed.join(' ')} Report the model and device.`);
    return written;
  }
}
