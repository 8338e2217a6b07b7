import {
  UNCHANGED,
  type BlockedKeys,
  type PrefixPlan,
  type SlotChange,
  type VectorEdit,
} from '../engine/rollout-plan.js';

/** A slot that a variant may change; `answer` stands for every answer slot. */
export type SlotName =
  | { readonly kind: 'question'; readonly position: number }
  | { readonly kind: 'bot' | 'eot' | 'answer' }
  | { readonly kind: 'thought'; readonly thought: number };

/** A slot in words. */
export function showSlot(slot: SlotName): string {
  if (slot.kind === 'question') return `question position ${slot.position}`;
  return slot.kind === 'thought' ? `thought ${slot.thought}` : slot.kind.toUpperCase();
}

/** What is changed at one slot, and the places of the edits among it. */
interface ChangedSlot {
  readonly slot: SlotName;
  readonly edits: VectorEdit[];
  readonly places: Set<string>;
  readonly blocked: BlockedKeys[];
}

/** Collects what a variant changes, slot by slot. */
export class ChangedSlots {
  private readonly slots = new Map<string, ChangedSlot>();

  private at(slot: SlotName): ChangedSlot {
    const name = showSlot(slot);
    let found = this.slots.get(name);
    if (!found) {
      found = { slot, edits: [], places: new Set(), blocked: [] };
      this.slots.set(name, found);
    }
    return found;
  }

  /** Adds an edit; false when another one is there already. */
  edit(slot: SlotName, edit: VectorEdit): boolean {
    const { edits, places } = this.at(slot);
    const { point, head } = edit;
    const place = `${point.site} ${point.layer} ${head}`;
    if (places.has(place)) return false;
    places.add(place);
    edits.push(edit);
    return true;
  }

  /** Hides keys from a slot. */
  block(slot: SlotName, keys: BlockedKeys): void {
    this.at(slot).blocked.push(keys);
  }

  /** All keys that are hidden from a slot. */
  blockedAt(slot: SlotName): readonly BlockedKeys[] {
    return this.at(slot).blocked;
  }

  /** What is changed at a slot. */
  change(slot: SlotName): SlotChange {
    const { edits, blocked } = this.at(slot);
    if (edits.length === 0 && blocked.length === 0) return UNCHANGED;
    return { key: JSON.stringify([edits.map(Object.values), blocked.map(Object.values)]), edits, blocked };
  }

  /** The prefix that the changes of question and BOT make. BOT stands at position `bot`. */
  prefix(bot: number): PrefixPlan {
    const changes = [...this.slots.values()].flatMap(({ slot }) => {
      if (slot.kind !== 'question' && slot.kind !== 'bot') return [];
      const change = this.change(slot);
      const position = slot.kind === 'question' ? slot.position : bot;
      return change === UNCHANGED ? [] : [{ position, change }];
    });
    return { changes: changes.sort((a, b) => a.position - b.position) };
  }

  /** Whether nothing is changed at all. */
  get empty(): boolean {
    return [...this.slots.values()].every(({ edits, blocked }) => edits.length + blocked.length === 0);
  }
}
