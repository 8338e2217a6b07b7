import { MAX_VALUE } from './story.js';
import type { StoryPart } from './story-part.js';
import { CONTAINERS } from './words.js';

/** The story moves on to another person, whose quantity is told by comparison. */
export const MOVE_ON: StoryPart = {
  name: 'move on',
  steps: 1,
  weight: 1.6,
  tell(story) {
    const { random, object, owner, value } = story;
    const next = story.newPerson();
    const comparison = random.integer(0, 3);
    if (comparison === 0) {
      const difference = random.smallInteger(2, 12);
      if (value + difference > MAX_VALUE) return false;
      story.say(`${next.name} has ${difference} more ${object} than ${owner.name}.`);
      story.step(value, '+', difference);
    } else if (comparison === 1) {
      const difference = random.smallInteger(2, 12);
      if (difference >= value) return false;
      story.say(`${next.name} has ${difference} fewer ${object} than ${owner.name}.`);
      story.step(value, '-', difference);
    } else if (comparison === 2) {
      const factor = random.integer(2, 4);
      if (value * factor > MAX_VALUE) return false;
      const times = factor === 2 && random.chance(0.7) ? 'twice' : `${factor} times`;
      story.say(`${next.name} has ${times} as many ${object} as ${owner.name}.`);
      story.step(value, '*', factor);
    } else {
      if (value % 2 !== 0 || value < 4) return false;
      story.say(`${next.name} has half as many ${object} as ${owner.name}.`);
      story.step(value, '/', 2);
    }
    story.earlier = { owner, value };
    story.owner = next;
    return true;
  },
};

/** Modifiers of stories about objects that take two steps: a product, then its sum or difference. */
export const TWO_STEP_MODIFIERS: readonly StoryPart[] = [
  {
    name: 'gain a product',
    steps: 2,
    weight: 1.6,
    tell(story) {
      const count = story.random.integer(2, 8);
      const each = story.random.integer(2, 10);
      if (story.value + count * each > MAX_VALUE) return false;
      const { one, many } = story.random.pick(CONTAINERS);
      const subject = story.subject();
      story.sayOneOf([
        `${subject} buys ${count} ${many} with ${each} ${story.object} in each ${one}.`,
        `Then ${count} friends each give ${story.owner.name} ${each} ${story.object}.`,
      ]);
      const gained = story.aside(count, '*', each);
      story.step(story.value, '+', gained);
      return true;
    },
  },
  {
    name: 'lose a product',
    steps: 2,
    weight: 1.6,
    tell(story) {
      const count = story.random.integer(2, 8);
      const each = story.random.integer(2, 10);
      if (count * each >= story.value) return false;
      const subject = story.subject();
      story.sayOneOf([
        `${subject} gives ${each} ${story.object} to each of ${count} friends.`,
        `${subject} uses ${each} ${story.object} every day for ${count} days.`,
      ]);
      const lost = story.aside(count, '*', each);
      story.step(story.value, '-', lost);
      return true;
    },
  },
];
