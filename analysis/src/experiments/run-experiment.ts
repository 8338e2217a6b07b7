import { AnalysisError } from '../words/errors.js';
import { resultFileName, type AnyResults, type Experiment } from './experiment.js';
import { finishPlan, refusals, type ExperimentContext } from './finish-plan.js';

/**
 * Runs an experiment, or what is missing of it, into the run folder: journal, result file, ledger. The results are
 * written even when a control failed; see `requireControls`.
 *
 * @throws AnalysisError `BAD_RESULTS` when the server refused every problem, `BAD_RUN_FOLDER`, `UNWRITABLE`; CodiError.
 */
export async function runExperiment<Settings, Results extends AnyResults>(
  context: ExperimentContext,
  experiment: Pick<
    Experiment<never, Settings, Results, never>,
    'verb' | 'file' | 'schema' | 'plan' | 'configuration' | 'results' | 'ledger'
  >,
  settings: Settings,
): Promise<Results> {
  const { dataset, model, maxNewTokens, run } = context;
  const plan = experiment.plan(settings, { problems: dataset.problems, model, maxNewTokens });
  const finished = await finishPlan(context, plan, experiment.configuration(settings));
  const results = experiment.schema.parse(await experiment.results(finished, settings, context));
  await run.writeResult(resultFileName(experiment, dataset.problems.length), results);
  await finished.experiment.finish(
    experiment.ledger?.(results) ?? refusals(experiment.verb, results.refused),
  );
  const [first] = results.refused;
  if (first && finished.answered.length === 0) {
    throw new AnalysisError(
      'BAD_RESULTS',
      `The server refused every problem, the first because: ${first.reason}; choose problems that the model takes, and another run folder.`,
    );
  }
  return results;
}

/** What of the results' controls failed, in a sentence; null where none did. */
export function failedControls<Results extends AnyResults>(
  experiment: Pick<Experiment<never, never, Results, never>, 'failedControl'>,
  results: Results,
): string | null {
  return experiment.failedControl?.(results) ?? null;
}
