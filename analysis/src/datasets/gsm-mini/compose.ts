import { CLOSERS } from './closers.js';
import { MODIFIERS } from './modifiers.js';
import { MONEY_PARTS } from './money.js';
import { OPENERS } from './openers.js';
import type { RandomSource } from './random-source.js';
import { Story, sentence } from './story.js';
import type { StoryPart, StoryParts } from './story.js';
import { OBJECTS, PLACES } from './words.js';

const OBJECT_PARTS: StoryParts = {
  openers: OPENERS,
  modifiers: MODIFIERS,
  closers: CLOSERS,
};

/** One of the parts with at most `steps` steps, drawn by weight; null (and still one draw) when there is none. */
function choosePart(random: RandomSource, parts: readonly StoryPart[], steps: number): StoryPart | null {
  const fitting = parts.filter((part) => part.steps <= steps);
  const total = fitting.reduce((sum, part) => sum + part.weight, 0);
  let left = random.fraction() * total;
  for (const part of fitting) {
    left -= part.weight;
    if (left < 0) return part;
  }
  // Rounding can leave a rest of exactly 0.
  return fitting.at(-1) ?? null;
}

/** Says a sentence with a number that nobody needs. */
function distract(story: Story): void {
  const { random, owner, object } = story;
  const otherObject = random.pick(OBJECTS.filter((candidate) => candidate !== object));
  story.sayOneOf([
    sentence`${owner.name} is ${story.integer(6, 60)} years old.`,
    sentence`${owner.name} also has ${story.smallInteger(2, 20)} ${otherObject}.`,
    sentence`The ${random.pick(PLACES)} is ${story.smallInteger(2, 20)} miles away.`,
    sentence`${story.newPerson().name} has ${story.smallInteger(2, 20)} ${otherObject}.`,
  ]);
}

/** Tries to tell a story with exactly `steps` steps; null when the drawn parts do not come out. */
function attempt(random: RandomSource, steps: number): Story | null {
  const story = new Story(random, OBJECTS);
  const parts = random.chance(0.2) ? MONEY_PARTS : OBJECT_PARTS;

  const opener = choosePart(random, parts.openers, steps);
  if (!opener?.tell(story)) return null;
  const closer = choosePart(random, parts.closers, steps - story.equations.length);
  if (!closer) return null;

  const distractAt = random.chance(0.2) ? random.integer(0, steps) : -1;
  for (let part = 0; story.equations.length + closer.steps < steps; part++) {
    if (part === distractAt) distract(story);
    const left = steps - closer.steps - story.equations.length;
    if (!choosePart(random, parts.modifiers, left)?.tell(story)) return null;
  }
  if (!closer.tell(story) || story.equations.length !== steps) return null;
  return story;
}

/** A story with exactly `steps` arithmetic steps (at least 1); attempts that fail use up draws. */
export function tellStory(random: RandomSource, steps: number): Story {
  for (;;) {
    const story = attempt(random, steps);
    if (story) return story;
  }
}
