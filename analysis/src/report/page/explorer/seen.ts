import type { ExplorerState } from '../../shared/explorer-state.js';
import type { ReportData } from '../../shared/report-data.js';

/** What every part of the explorer's detail is made from. */
export interface Seen {
  readonly data: ReportData;
  /** The problem's place in the data. */
  readonly place: number;
  readonly state: ExplorerState;
  /** The layer that is looked at: the chosen one, or the late layer. */
  readonly layer: number;
  /** The thought that is looked at, from 1, one of the model's. */
  readonly thought: number;
  /** Takes a choice of the reader's. */
  readonly set: (change: Partial<ExplorerState>) => void;
}

/** The thoughts of the model, from 1. */
export function thoughtsOf({ thoughts }: ReportData): number[] {
  return Array.from({ length: thoughts }, (_, index) => index + 1);
}

/** The place of the ablation of a single thought; -1 where it was not run. */
export function singleOf({ ablation }: ReportData, thought: number): number {
  return ablation.sets.findIndex((set) => set.length === 1 && set[0] === thought);
}
