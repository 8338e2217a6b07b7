import {
  requireAdditivity,
  requireValidControls,
  writeReport,
  type AblationResults,
  type DecompositionResults,
  type Summary,
} from '@codiscope/analysis';

import { possibleComparison } from './comparison-choice.js';
import { compareStep } from './compare-step.js';
import type { CommandContext, Progressing } from './experiment-command.js';
import { decomposeStep, lensStep, routeStep } from './reading-steps.js';
import type { RunPart } from './run-parts.js';
import { ablateStep, analyseStep, attendStep } from './steps.js';
import { tellComparison } from './tell-comparison.js';
import { tellDecomposition } from './tell-decomposition.js';
import { tellLens } from './tell-lens.js';
import { tellRouting } from './tell-routing.js';
import { tellTwins } from './tell-twins.js';
import { tellAblation, tellAttention, tellFindings } from './tell.js';
import { twinSettings } from './twin-choice.js';
import { twinsStep } from './twins-step.js';
import type { WholeRun, WholeRunFlags } from './whole-run.js';

/** Where parts say what they do. */
export interface PartsTerminal {
  readonly progressing: Progressing;
  /** Results, for stdout. */
  readonly tell: (text: string) => void;
  /** What is going on, for stderr. */
  readonly say: (line: string) => void;
}

/** What the parts of a run came to; null what was not among them. */
export interface PartsDone {
  ablation: AblationResults | null;
  decomposition: DecompositionResults | null;
  analysis: { summary: Summary; figures: string[] } | null;
  /** The report's file, which the part `analyze` writes. */
  report: string | null;
}

/** Does the parts of a run, one after the other, and tells of each when it is done. */
export async function doParts(
  context: CommandContext,
  choice: WholeRun,
  flags: WholeRunFlags & { readonly resamples: number; readonly 'analysis-seed': number },
  { progressing, tell, say }: PartsTerminal,
): Promise<PartsDone> {
  const done: PartsDone = { ablation: null, decomposition: null, analysis: null, report: null };
  const { dataset, signal } = context;
  const parts: Record<RunPart, () => Promise<string>> = {
    ablate: async () =>
      tellAblation((done.ablation = await ablateStep(context, choice.ablate, flags, progressing))),
    attend: async () => tellAttention(await attendStep(context, choice.attend, flags, progressing)),
    lens: async () => tellLens(await lensStep(context, choice.lens, flags, progressing)),
    route: async () => tellRouting(await routeStep(context, choice.attend, flags, progressing)),
    decompose: async () =>
      tellDecomposition((done.decomposition = await decomposeStep(context, flags, progressing))),
    compare: async () => {
      const { choice: possible, leftOut } = possibleComparison(choice.compare, dataset);
      if (leftOut.length > 0) {
        say(
          `compare: without the arms ${leftOut.join('; ')}, which need other problems; name a file of them with --fit-from`,
        );
      }
      return tellComparison(await compareStep(context, possible, flags, progressing));
    },
    twins: async () => {
      const settings = twinSettings(choice.twins, dataset);
      const [first] = settings.twinned.without;
      if (settings.twinned.pairs.length === 0 && !choice.named) {
        say(`twins: left out, as no problem has one (the first: ${first?.reason ?? ''})`);
        return '';
      }
      return tellTwins(await twinsStep(context, settings, flags, progressing));
    },
    analyze: async () => {
      done.analysis = await analyseStep(context, flags);
      done.report = (await writeReport(context.run.paths.folder)).file;
      return tellFindings(done.analysis.summary);
    },
  };
  for (const part of choice.parts) {
    signal.throwIfAborted();
    const text = await parts[part]();
    if (text !== '') tell(`${text}\n`);
  }
  return done;
}

/** Throws `CONTROL_FAILED` when a control of the parts failed: after everything is written and told. */
export function requireControls({ ablation, decomposition }: PartsDone): void {
  if (ablation) requireValidControls(ablation);
  if (decomposition) requireAdditivity(decomposition);
}
