import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';

import type { EditSite } from '@codiscope/models';

import type { SlotSelection } from '../engine/captures/capture-plan.js';
import type { Engine } from '../engine/engine.js';
import type { VariantOutcome } from '../engine/variant-outcome.js';
import { cleanPlan } from '../requests/clean-plan.js';
import { upTo } from '../requests/numbered.js';
import { required } from '@codiscope/models/required';
import { Reference, type ReferenceFacts } from './reference.js';

/** What is to be fitted. */
export interface ReferencePlan {
  readonly name: string;
  /** Token ids of each question. */
  readonly questions: readonly (readonly number[])[];
  readonly sites: readonly EditSite[];
  readonly layers: readonly number[];
}

/** Questions that the engine has at once. */
const AT_ONCE = 64;

/** What a reference of a plan will hold, its id among it. */
export function referenceFacts(plan: ReferencePlan, model: string, thoughts: number): ReferenceFacts {
  const { name, questions, sites, layers } = plan;
  const decides = { format: 1, model, thoughts, questions, sites, layers };
  const id = createHash('sha256').update(JSON.stringify(decides)).digest('hex');
  return { id, name, model, questions: questions.length, thoughts, sites, layers };
}

/** Runs every question and keeps its values. `onFinished` is told how many are done. */
export async function fitReference(
  engine: Engine,
  { questions }: ReferencePlan,
  facts: ReferenceFacts,
  onFinished: (finished: number) => void,
  signal: AbortSignal,
): Promise<Reference> {
  const { thoughts, sites, layers } = facts;
  const slots: SlotSelection = {
    question: [],
    bot: true,
    thoughts: upTo(thoughts).map((index) => index + 1),
    eot: true,
    answer: false,
  };
  const residuals = sites.map((site) => ({
    site,
    layers: site === 'embed' ? [] : layers,
    slots,
    norms: false,
  }));
  const values = new Map<EditSite, Float32Array>();
  const accept = (index: number, outcome: VariantOutcome): void => {
    sites.forEach((site, at) => {
      const found = outcome.residuals[at]?.values ?? new Float32Array(0);
      let all = values.get(site);
      if (!all) {
        all = new Float32Array(found.length * questions.length);
        values.set(site, all);
      }
      all.set(found, index * found.length);
    });
  };
  // When one question fails, the others are left too.
  const parts = new AbortController();
  setMaxListeners(0, parts.signal);
  const onAbort = (): void => {
    parts.abort(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  let finished = 0;
  const waiting = questions.map((question, index) => ({ question, index }));
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { question, index } = next;
      const plan = cleanPlan(question, thoughts, residuals);
      await engine.run(
        plan,
        ({ outcome }) => {
          accept(index, outcome);
        },
        parts.signal,
      );
      onFinished(++finished);
    }
  };
  try {
    signal.throwIfAborted();
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  } catch (error) {
    parts.abort(error);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return new Reference(
    facts,
    new Map(sites.map((site) => [site, required(values.get(site), `the values at ${site}`)])),
  );
}
