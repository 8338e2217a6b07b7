import type { CodiClient, GetModelResponse } from '@codiscope/proto';
import type { z } from 'zod';

import type { Dataset } from '../datasets/dataset.js';
import type { Problem } from '../datasets/problem.js';
import type { Exclusion } from '../runs/manifest.js';
import type { Resampling } from '../statistics/resampling.js';
import type { FigureContent, Table } from '../words/figure.js';
import type { Protocol } from '../words/protocol.js';
import type { ResultHead } from '../words/result-head.js';
import type { AblationSite, KnockoutQueries, LaterThoughts, MethodName } from './arms/names.js';
import type { Configuration, ExperimentContext, FinishedRollouts } from './finish-plan.js';
import type { RolloutPlan } from './rollout-plan.js';

/** What every experiment's results have in common. */
export interface AnyResults extends ResultHead {
  readonly kind: string;
  /** Problems that the server refused, with its reason. */
  readonly refused: readonly { readonly problem_id: string; readonly reason: string }[];
}

/** What settings are made ready with, once the problems are known. */
export interface PrepareContext {
  readonly client: CodiClient;
  readonly model: GetModelResponse;
  readonly dataset: Dataset;
  readonly signal: AbortSignal;
  /** Whether what cannot be done is an error; else as much as can be is done, and the rest is said. */
  readonly strict: boolean;
  /** Told how many of a reference's questions are done. */
  readonly onFit: (done: number, total: number) => void;
}

/** Settings that are ready to run, with what was left out of them; or why there is nothing to run. */
export type Prepared<Settings> =
  | { readonly settings: Settings; readonly notes: readonly string[] }
  | { readonly settings: null; readonly notes: readonly string[] };

/** Makes settings ready: draws twins, fits references on the server. */
export type Preparation<Settings> = (context: PrepareContext) => Promise<Prepared<Settings>>;

/** What a plan is made for. */
export interface PlanContext {
  readonly problems: readonly Problem[];
  readonly model: GetModelResponse;
  /** Tokens that an answer may have. */
  readonly maxNewTokens: number;
}

/** What results are summarised with. */
export interface SummaryContext {
  readonly resampling: Resampling;
  /** The problems of the run, for their steps; null where its dataset is not there. */
  readonly problems: readonly Problem[] | null;
}

/** Headings of findings besides RQ1 and RQ2: thoughts together, what happens inside, thoughts and steps. */
export const FINDING_HEADINGS = ['composition', 'mechanism', 'known_truth'] as const;

/** One of them. */
export type FindingHeading = (typeof FINDING_HEADINGS)[number];

/** What figures say besides their facts. */
export interface FigureWords {
  /** The ablation of the run, in words. */
  readonly intervention: string;
  /** Thoughts of the model. */
  readonly thoughts: number;
}

/** A figure that a run has where its facts are there. */
export interface FigureRule<Facts> {
  /** The number that orders the files, and a name: "10_question_routing". */
  readonly name: string;
  /** What it needs, for those who miss it. */
  readonly needs: string;
  make(facts: Facts, words: FigureWords): FigureContent | null;
}

/**
 * An experiment: all that the rest of the house has to know of it. It lives in a room of its own, `<name>/`, and is
 * entered in `registry.ts`; files of a run, the order of `codi run`, totals, cost, and the sections of summary and
 * report follow from the list.
 *
 * @typeParam Choice what is asked for, in words and numbers, before a model is known.
 * @typeParam Settings what is run.
 * @typeParam Facts what the summary keeps of the results: its keys are keys of `summary_statistics.json`.
 */
export interface Experiment<
  Choice = unknown,
  Settings = unknown,
  Results extends AnyResults = AnyResults,
  Facts extends object = object,
> {
  /** The noun, such as `lens`: how files and messages call it. */
  readonly name: string;
  /** The verb, such as `ablate`: its command, and its name in `run.json` and in the journal's keys. */
  readonly verb: string;
  /** The result file without the number of problems: `lens` for `lens_100.json`. */
  readonly file: string;
  /** What it is about, as a heading. */
  readonly title: string;
  /** Whether statistics of a run need its results. */
  readonly required: boolean;
  readonly protocols: readonly Protocol[];
  readonly schema: z.ZodType<Results>;

  /** What it does in a whole run of these parts (verbs). */
  ofRun(whole: WholeRunChoice, parts: readonly string[]): Choice;
  /**
   * Checks a choice against the model.
   *
   * @throws AnalysisError `BAD_ARGUMENT` naming the setting.
   */
  choose(choice: Choice, model: GetModelResponse): Preparation<Settings>;
  /** What `run.json` says of the settings; `protocol` first. */
  configuration(settings: Settings): Configuration & { readonly protocol: Protocol };
  /** The rollouts; no effect, the same each time. */
  plan(settings: Settings, context: PlanContext): RolloutPlan;
  /** The result file's content, of the rollouts. */
  results(
    finished: FinishedRollouts,
    settings: Settings,
    context: ExperimentContext,
  ): Results | Promise<Results>;
  /** Problems that do not count, with the reasons; default: those that the server refused. */
  ledger?(results: Results): Exclusion[];
  /** What of its controls failed, in a sentence; null where none did. */
  failedControl?(results: Results): string | null;

  /** The results in short, for the terminal: lines and tables. Every number of them is in the summary too. */
  tell(results: Results): (string | Table)[];
  summarise(results: Results, context: SummaryContext): Facts;
  readonly facts: z.ZodObject;
  /** What follows from the facts, in sentences, by the heading of the findings that they stand under. */
  findings(facts: Facts): Partial<Record<FindingHeading, string[]>>;
  readonly figures: readonly FigureRule<Facts>[];
}

/** The facts of an experiment. */
export type FactsOf<E> = E extends { summarise(results: never, context: SummaryContext): infer F }
  ? F
  : never;

/** The name of an experiment's result file: `lens_100.json` for 100 problems. */
export function resultFileName({ file }: Pick<Experiment, 'file'>, problems: number): string {
  return `${file}_${problems}.json`;
}

/** What a preparation gives that needs nothing. */
export function ready<Settings>(settings: Settings): Preparation<Settings> {
  return () => Promise.resolve({ settings, notes: [] });
}

/** What a whole run is asked for; each experiment hears what means something to it. Undefined: not asked for. */
export interface WholeRunChoice {
  readonly protocol: Protocol;
  readonly site: AblationSite;
  readonly layer?: string | undefined;
  readonly heads?: string | undefined;
  readonly method: MethodName;
  readonly donors?: number | undefined;
  readonly sigma?: number | undefined;
  readonly factor?: number | undefined;
  readonly queries?: KnockoutQueries | undefined;
  readonly methodSeed?: number | undefined;
  /** `gsm-mini`, or a file of problems. */
  readonly fitFrom?: string | undefined;
  readonly fitProblems?: number | undefined;
  readonly sets: string;
  readonly later: LaterThoughts;
  /** Layers of attention and routing. */
  readonly layers: string;
}
