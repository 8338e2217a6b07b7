import type { Knockout } from '@codiscope/proto';

import type { SlotSelection } from '../engine/captures/capture-plan.js';
import type { BlockedKeys } from '../engine/rollout-plan.js';
import { showSlot, type ChangedSlots, type SlotName } from './changed-slots.js';
import { headsWithin, layersWithin, upTo } from './numbered.js';
import { resolveSlots } from './resolve-slots.js';
import type { VariantScope } from './variant-scope.js';

/** Hides a knockout's keys from its queries. Violations are added to the scope's. */
export function addKnockout(
  knockout: Knockout,
  path: string,
  thoughts: number,
  changes: ChangedSlots,
  scope: VariantScope,
): void {
  const { wrong, question } = scope;
  const queries = resolveSlots(knockout.queries, `${path}.queries`, thoughts, scope);
  const keys = resolveSlots(knockout.keys, `${path}.keys`, thoughts, scope);
  const layers = layersWithin(knockout.layers, path, scope.layers, wrong);
  const heads = headsWithin(knockout.heads, path, scope.heads, wrong);
  if (!queries || !keys) return;
  if (!scope.work.spend(slotNames(queries).length * slotNames(keys).length)) return;
  const blocked: BlockedKeys = {
    layers: knockout.layers.length === 0 ? upTo(scope.layers) : layers,
    heads: knockout.heads.length === 0 ? null : heads,
    prefix: [...keys.question, ...(keys.bot ? [question.length] : [])],
    suffix: [...keys.thoughts.map((thought) => thought - 1), ...(keys.eot ? [thoughts] : [])],
    suffixFrom: keys.answer ? thoughts + 1 : null,
  };
  for (const slot of slotNames(queries)) {
    const seen = seenBy(blocked, slot, question.length, thoughts);
    if (seen.prefix.length + seen.suffix.length > 0 || seen.suffixFrom !== null) changes.block(slot, seen);
  }
}

function slotNames({ question, bot, thoughts, eot, answer }: SlotSelection): SlotName[] {
  return [
    ...question.map((position): SlotName => ({ kind: 'question', position })),
    ...(bot ? [{ kind: 'bot' } as const] : []),
    ...thoughts.map((thought): SlotName => ({ kind: 'thought', thought })),
    ...(eot ? [{ kind: 'eot' } as const] : []),
    ...(answer ? [{ kind: 'answer' } as const] : []),
  ];
}

/** The last absolute position that a slot sees; for answers that of the first. */
function lastSeen(slot: SlotName, tokens: number, thoughts: number): number {
  switch (slot.kind) {
    case 'question':
      return slot.position;
    case 'bot':
      return tokens;
    case 'thought':
      return tokens + slot.thought;
    case 'eot':
      return tokens + thoughts + 1;
    case 'answer':
      return tokens + thoughts + 2;
  }
}

/** The keys that are there when a slot looks back, so that a slot without any is not changed. */
function seenBy(blocked: BlockedKeys, slot: SlotName, tokens: number, thoughts: number): BlockedKeys {
  const last = lastSeen(slot, tokens, thoughts);
  return {
    ...blocked,
    prefix: blocked.prefix.filter((position) => position <= last),
    suffix: blocked.suffix.filter((index) => tokens + 1 + index <= last),
    suffixFrom: slot.kind === 'answer' ? blocked.suffixFrom : null,
  };
}

/** Refuses knockouts that leave a query nothing to look at. */
export function checkKnockouts(
  path: string,
  thoughts: number,
  changes: ChangedSlots,
  scope: VariantScope,
): void {
  const tokens = scope.question.length;
  if (tokens === 0 || scope.work.exhausted) return;
  const everything: SlotSelection = {
    question: upTo(tokens),
    bot: true,
    thoughts: upTo(thoughts).map((index) => index + 1),
    eot: true,
    answer: true,
  };
  for (const slot of slotNames(everything)) {
    const blocked = changes.blockedAt(slot);
    const seen = lastSeen(slot, tokens, thoughts) + 1;
    if (hiddenFrom(blocked, tokens) < seen) continue;
    const keys = blocked.reduce((sum, { prefix, suffix }) => sum + prefix.length + suffix.length, 0);
    if (!scope.work.spend(scope.layers * scope.heads * keys)) return;
    const blind = upTo(scope.layers).some((layer) =>
      upTo(scope.heads).some((head) => {
        const here = blocked.filter(
          (keys) => keys.layers.includes(layer) && (keys.heads === null || keys.heads.includes(head)),
        );
        return hiddenFrom(here, tokens) >= seen;
      }),
    );
    if (!blind) continue;
    const description = `leave ${showSlot(slot)} no slot to look at; keep at least one key for every query`;
    scope.wrong.push({ field: path, description });
    return;
  }
}

/** How many of the slots that a query sees are hidden; an answer slot that hides answers hides itself. */
function hiddenFrom(blocked: readonly BlockedKeys[], tokens: number): number {
  const hidden = new Set(
    blocked.flatMap(({ prefix, suffix }) => [...prefix, ...suffix.map((index) => tokens + 1 + index)]),
  );
  return hidden.size + Number(blocked.some(({ suffixFrom }) => suffixFrom !== null));
}
