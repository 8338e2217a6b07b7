import type { EditPoint, EditSite } from '@codiscope/models';

import type { SlotSelection } from '../engine/captures/capture-plan.js';
import type { CapturedResiduals } from '../engine/captures/residual-capture.js';
import type { RolloutPlan } from '../engine/rollout-plan.js';
import type { VariantOutcome } from '../engine/variant-outcome.js';
import { showSlot, type SlotName } from './changed-slots.js';
import { cleanPlan } from './clean-plan.js';

/** A value of a clean run that an edit needs. */
export interface NeededValue {
  readonly point: EditPoint;
  readonly head: number | null;
  readonly slot: SlotName;
}

/** One clean run and the values that are wanted of it, in the buffers that they go into. */
interface SourceRun {
  readonly question: readonly number[];
  readonly thoughts: number;
  readonly values: Map<string, { need: NeededValue; into: Float32Array }>;
}

/** The clean runs that a request needs before its own variants: patch sources, and the origin protocol's own cache. */
export class SourceRuns {
  private readonly runs = new Map<string, SourceRun>();

  /** Widths of a vector: of the residual stream, and of a head. */
  constructor(private readonly width: { readonly whole: number; readonly head: number }) {}

  /** A buffer that will hold a value of a question's clean run with so many thoughts, once it has been run. */
  need(question: readonly number[], thoughts: number, need: NeededValue): Float32Array {
    const key = `${thoughts}:${question.join()}`;
    let run = this.runs.get(key);
    if (!run) {
      run = { question, thoughts, values: new Map() };
      this.runs.set(key, run);
    }
    const { point, head, slot } = need;
    const name = [point.site, point.layer, head, showSlot(slot)].join();
    let value = run.values.get(name);
    if (!value) {
      const into = new Float32Array(head === null ? this.width.whole : this.width.head);
      value = { need, into };
      run.values.set(name, value);
    }
    return value.into;
  }

  /** The runs as plans, and what takes their outcomes. */
  plans(): { plan: RolloutPlan; accept: (outcome: VariantOutcome) => void }[] {
    return [...this.runs.values()].map((run) => ({
      plan: this.planOf(run),
      accept: ({ residuals }) => {
        for (const { need, into } of run.values.values()) into.set(this.find(residuals, need));
      },
    }));
  }

  private planOf({ question, thoughts, values }: SourceRun): RolloutPlan {
    const needs = [...values.values()].map(({ need }) => need);
    const slots: SlotSelection = {
      question: needs.flatMap(({ slot }) => (slot.kind === 'question' ? [slot.position] : [])),
      bot: needs.some(({ slot }) => slot.kind === 'bot'),
      thoughts: needs.flatMap(({ slot }) => (slot.kind === 'thought' ? [slot.thought] : [])),
      eot: needs.some(({ slot }) => slot.kind === 'eot'),
      answer: false,
    };
    const sites = [...new Set(needs.map(({ point }) => point.site))];
    const residuals = sites.map((site) => ({
      site,
      layers: layersOf(needs, site),
      slots,
      norms: false,
    }));
    return cleanPlan(question, thoughts, residuals);
  }

  private find(residuals: readonly CapturedResiduals[], { point, head, slot }: NeededValue): Float32Array {
    const found = residuals.find(({ plan }) => plan.site === point.site);
    const row = found?.slots.findIndex(
      ({ kind, number, position }) =>
        kind === slot.kind &&
        (slot.kind !== 'question' || position === slot.position) &&
        (slot.kind !== 'thought' || number === slot.thought),
    );
    if (!found || row === undefined || row < 0) throw new Error(`the source run has no ${showSlot(slot)}`);
    const [, layers, width] = found.shape;
    const layer = point.layer === null ? 0 : found.plan.layers.indexOf(point.layer);
    const from = (row * layers + layer) * width;
    const start = head === null ? from : from + head * this.width.head;
    return found.values.subarray(start, start + (head === null ? width : this.width.head));
  }
}

function layersOf(needs: readonly NeededValue[], site: EditSite): number[] {
  const layers = needs.flatMap(({ point }) =>
    point.site === site && point.layer !== null ? [point.layer] : [],
  );
  return [...new Set(layers)].sort((a, b) => a - b);
}
