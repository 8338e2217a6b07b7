import type { Figure } from '../../words/figure.js';
import type { Packed } from './packed.js';

/** A decoder layer, counted from 0, and what it is called, such as late. */
export interface ReportLayer {
  readonly layer: number;
  readonly name: string;
}

/** The problems, one entry of each list a problem. */
export interface ProblemColumns {
  readonly ids: readonly string[];
  readonly questions: readonly string[];
  /** Places in the list of levels. */
  readonly levels: readonly number[];
  readonly answers: readonly number[];
  readonly stepCounts: readonly number[];
  /** Equations in order; empty where the source has none. */
  readonly steps: readonly (readonly string[])[];
  readonly predicted: readonly (number | null)[];
  readonly outputs: readonly string[];
  readonly correct: readonly (0 | 1)[];
  /** Whether the problem is among those of the statistics. */
  readonly analysed: readonly (0 | 1)[];
  /** Nats: [problems]. */
  readonly goldLogProb: Packed;
}

/** What ablations came to: tables are [problems][sets]. */
export interface AblationColumns {
  /** Thoughts of each set, counted from 1. */
  readonly sets: readonly (readonly number[])[];
  readonly answers: readonly (readonly (number | null)[])[];
  /** 1: right became wrong; -1: wrong became right; 0: neither; null: not ablated. */
  readonly flips: readonly (readonly (number | null)[])[];
  readonly drop: Packed;
  readonly margin: Packed;
  readonly kl: Packed;
}

/** Rollouts cut short: tables are [problems][cuts]. */
export interface TruncationColumns {
  /** Thoughts run. */
  readonly cuts: readonly number[];
  readonly answers: readonly (readonly (number | null)[])[];
  readonly correct: readonly (readonly (0 | 1 | null)[])[];
  readonly goldLogProb: Packed;
}

/** The row that predicts the number; null where there is none. */
export interface AttentionColumns {
  readonly layers: readonly ReportLayer[];
  readonly groups: readonly string[];
  /** Mean over heads: [problems][layers][groups]. */
  readonly mass: Packed;
  /** [problems][layers][heads][thoughts]. */
  readonly heads: Packed;
}

/** What thoughts decode to. */
export interface LensColumns {
  readonly layers: readonly ReportLayer[];
  readonly pieces: readonly string[];
  /** Places in `pieces`: [problems][thoughts][layers][top]. */
  readonly tokens: Packed;
  readonly probability: Packed;
}

/** Which question tokens each thought looks at. */
export interface RoutingColumns {
  readonly layers: readonly ReportLayer[];
  readonly classes: readonly string[];
  readonly pieces: readonly string[];
  /** By problem: places in `pieces` of its tokens, and their places in `classes`; null where it was not read. */
  readonly tokens: readonly (readonly number[] | null)[];
  readonly tokenClasses: readonly (readonly number[] | null)[];
  /** By problem: [layers][thoughts][tokens]; null where it was not read. */
  readonly weights: readonly (Packed | null)[];
}

/** Parts of gold minus rival at the number token. */
export interface DecompositionColumns {
  readonly groups: readonly string[];
  readonly rivals: readonly (string | null)[];
  /** By problem: attention by group, summed over layers, then MLPs, embedding, bias. */
  readonly parts: Packed;
  readonly margin: Packed;
}

/** All that the page shows; what the run does not have is null. */
export interface ReportData {
  readonly thoughts: number;
  readonly lateLayer: number;
  readonly levels: readonly string[];
  readonly intervention: string;
  readonly problems: ProblemColumns;
  readonly ablation: AblationColumns;
  readonly truncation: TruncationColumns;
  readonly attention: AttentionColumns;
  readonly lens: LensColumns | null;
  readonly routing: RoutingColumns | null;
  readonly decomposition: DecompositionColumns | null;
  readonly figures: readonly Figure[];
}
