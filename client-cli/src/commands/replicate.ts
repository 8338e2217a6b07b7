import { join } from 'node:path';

import { Flags } from '@oclif/core';
import type { NamedLayer, ReplicationResults } from '@codiscope/analysis';
import type { GetModelResponse } from '@codiscope/proto';

import { serverFlags } from '../connection/server-flags.js';
import { ExperimentCommand } from '../experiment/experiment-command.js';
import { analysisFlags, runFlags } from '../experiment/flags.js';

export default class Replicate extends ExperimentCommand {
  static override summary = "Replay the earlier scripts' protocol and mend its flaws one at a time.";
  static override description =
    "Runs every problem in the origin's protocol and in the official one, and tells how the correlation of attention and importance that would be reported moves as one flaw after the other is mended. Writes replication_100.json and a waterfall; with --markdown also the table for a document.";
  static override examples = [
    '<%= config.bin %> replicate --run runs/replication',
    '<%= config.bin %> replicate --model llama-codi --dataset stratified_100.json --markdown table.md',
  ];
  static override flags = {
    ...serverFlags,
    ...runFlags,
    layer: Flags.string({
      description: 'decoder layer that is ablated: early, middle, late, or a number from 1',
      default: 'middle',
    }),
    'attention-layer': Flags.string({
      description: 'decoder layer whose attention is read: early, middle, late, or a number from 0',
      default: 'late',
    }),
    ...analysisFlags,
    markdown: Flags.string({ description: 'file for the table in Markdown' }),
  };

  async run(): Promise<ReplicationResults> {
    const { flags } = await this.parse(Replicate);
    const [{ badSetting, parseLayer, replicationFileName, replicationTable, runReplication }, { writeFile }] =
      await Promise.all([import('@codiscope/analysis'), import('node:fs/promises')]);
    const layers = (model: GetModelResponse): { ablated: NamedLayer; read: NamedLayer } => {
      const ablated = parseLayer(flags.layer, 'layer', model);
      if (ablated.layer === 0) {
        throw badSetting(
          'layer',
          'is 0; the origin overwrites a layer with the one before it: use 1 or more.',
        );
      }
      return { ablated, read: parseLayer(flags['attention-layer'], 'attentionLayer', model) };
    };
    return this.withRun(flags, layers, async (context, { ablated, read }) => {
      const { dataset, run } = context;
      const results = await this.progressing('replicate', (onProgress) =>
        runReplication(
          { ...context, onProgress },
          {
            layer: ablated.layer,
            attentionLayer: read.layer,
          },
          { resamples: flags.resamples, seed: flags['analysis-seed'] },
        ),
      );
      const table = replicationTable(results);
      if (flags.markdown !== undefined) await writeFile(flags.markdown, `${table}\n`);
      this.log(table);
      this.log(
        `\n${join(run.paths.results, replicationFileName(dataset.problems.length))} and ${join(run.paths.figures, 'replication_waterfall.png')}`,
      );
      return results;
    });
  }
}
