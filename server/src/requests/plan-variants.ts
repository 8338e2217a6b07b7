import type { CapturePlan } from '../engine/captures/capture-plan.js';
import type {
  ForcedAnswer,
  PrefixPlan,
  RolloutPlan,
  SlotChange,
  VariantPlan,
} from '../engine/rollout-plan.js';
import { entryAt } from '@codiscope/models/required';
import { unchanged } from './clean-plan.js';
import type { VariantDraft } from './variant-draft.js';

/** What the variants of a request have in common. */
export interface SharedPlan {
  readonly question: readonly number[];
  readonly numberTokens: readonly boolean[];
  readonly forced: ForcedAnswer | null;
  readonly maxNewTokens: number;
  /** Thoughts of a clean run. */
  readonly thoughts: number;
  readonly vectors: readonly Float32Array[];
  /** The capture of each variant by id. */
  readonly captureOf: (id: string) => CapturePlan | null;
  /** Rows of a lane, of all lanes of a plan together, at most. */
  readonly rowsAtOnce: number;
  /** Lanes of a plan, at least 2. */
  readonly lanesAtOnce: number;
}

const CLEAN_PREFIX: PrefixPlan = { changes: [] };

const prefixKey = ({ changes }: PrefixPlan): string =>
  changes.map(({ position, change }) => `${position}:${change.key}`).join(';');

/**
 * Variants as plans, several when there are more than are computed together. Variants that change the question or BOT
 * need a prefix of their own, and every lane of a plan takes as many rows as the fullest; so they are put together.
 */
export function planVariants(drafts: readonly VariantDraft[], shared: SharedPlan): RolloutPlan[] {
  const keyed = drafts.map((draft) => ({ draft, key: prefixKey(draft.prefix) }));
  const first = keyed.filter(({ key }) => key === '');
  const others = keyed.filter(({ key }) => key !== '').sort((a, b) => (a.key < b.key ? -1 : 1));
  const chunks = [...chunked(first, shared), ...chunked(others, shared)];
  return chunks.map((chunk) => planOf(chunk, shared));
}

/** Cuts variants into runs that fit: lanes (one for the clean run) times the variants of the fullest lane. */
function chunked<T extends { readonly key: string }>(
  variants: readonly T[],
  { rowsAtOnce, lanesAtOnce }: Pick<SharedPlan, 'rowsAtOnce' | 'lanesAtOnce'>,
): T[][] {
  const chunks: T[][] = [];
  let lanes = new Map<string, number>();
  for (const variant of variants) {
    const grown = new Map(lanes)
      .set(variant.key, (lanes.get(variant.key) ?? 0) + 1)
      .set('', lanes.get('') ?? 0);
    if (variant.key === '') grown.set('', (lanes.get('') ?? 0) + 1);
    const rows = grown.size * Math.max(...grown.values());
    const fits = rows <= rowsAtOnce && grown.size <= lanesAtOnce;
    if (fits && chunks.length > 0) {
      chunks.at(-1)?.push(variant);
      lanes = grown;
    } else {
      chunks.push([variant]);
      lanes = new Map([[variant.key, 1]]);
    }
  }
  return chunks;
}

function planOf(chunk: readonly { draft: VariantDraft; key: string }[], shared: SharedPlan): RolloutPlan {
  const { question, numberTokens, forced, maxNewTokens, thoughts, captureOf } = shared;
  const prefixes = new Map(chunk.map(({ draft, key }) => [key, draft.prefix]));
  const variants = chunk.map(({ draft, key }): VariantPlan => {
    const { id, thoughts: run, thoughtChanges, eotChange, answerChange } = draft;
    const prefix = [...prefixes.keys()].indexOf(key);
    return {
      id,
      prefix,
      thoughts: run,
      thoughtChanges,
      eotChange,
      answerChange,
      maxNewTokens,
      capture: captureOf(id),
      reported: true,
    };
  });
  const found = chunk.findIndex(({ draft }) => draft.isClean);
  const plan = { question, numberTokens, forced };
  if (found >= 0)
    return withVectors({ ...plan, prefixes: [...prefixes.values()], variants, clean: found }, shared);
  const needed =
    forced !== null ||
    variants.some(({ capture }) => capture?.moved) ||
    changesOf(variants, prefixes).some(refersToClean);
  if (!needed)
    return withVectors({ ...plan, prefixes: [...prefixes.values()], variants, clean: null }, shared);
  if (!prefixes.has('')) prefixes.set('', CLEAN_PREFIX);
  const clean: VariantPlan = {
    ...unchanged(thoughts),
    id: '',
    prefix: [...prefixes.keys()].indexOf(''),
    // Others read its thoughts, EOT and forced answer; nobody reads what it would say.
    maxNewTokens: 1,
    capture: null,
    reported: false,
  };
  return withVectors(
    {
      ...plan,
      prefixes: [...prefixes.values()],
      variants: [...variants, clean],
      clean: variants.length,
    },
    shared,
  );
}

function changesOf(
  variants: readonly VariantPlan[],
  prefixes: ReadonlyMap<string, PrefixPlan>,
): SlotChange[] {
  return [
    ...[...prefixes.values()].flatMap(({ changes }) => changes.map(({ change }) => change)),
    ...variants.flatMap(({ thoughtChanges, eotChange }) => [...thoughtChanges, eotChange]),
  ];
}

function refersToClean({ edits }: SlotChange): boolean {
  return edits.some(({ from }) => from === 'clean');
}

/** The plan with the vectors that it needs; the others, which may be many, stay out of the message to the engine. */
function withVectors(plan: Omit<RolloutPlan, 'vectors'>, { vectors }: SharedPlan): RolloutPlan {
  const used = new Map<number, number>();
  const renumber = (change: SlotChange): SlotChange =>
    change.edits.every(({ vector }) => vector === null)
      ? change
      : {
          ...change,
          edits: change.edits.map((edit) => {
            if (edit.vector === null) return edit;
            const known = used.get(edit.vector) ?? used.size;
            used.set(edit.vector, known);
            return { ...edit, vector: known };
          }),
        };
  const prefixes = plan.prefixes.map(({ changes }) => ({
    changes: changes.map(({ position, change }) => ({ position, change: renumber(change) })),
  }));
  const variants = plan.variants.map((variant) => ({
    ...variant,
    thoughtChanges: variant.thoughtChanges.map(renumber),
    eotChange: renumber(variant.eotChange),
  }));
  return {
    ...plan,
    prefixes,
    variants,
    vectors: [...used.keys()].map((index) => entryAt(vectors, index, 'the vector of an edit')),
  };
}
