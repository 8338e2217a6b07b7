import { newQuantity, sentence } from './sentence.js';
import { MAX_VALUE } from './story.js';
import type { StoryPart } from './story-part.js';
import { CONTAINERS } from './words.js';

/** The story moves on to another person, whose quantity is told by comparison. */
export const MOVE_ON: StoryPart = {
  name: 'move on',
  steps: 1,
  weight: 1.6,
  tell(story) {
    const { random, object, owner, quantity, value } = story;
    const next = story.newPerson();
    const comparison = random.integer(0, 3);
    if (comparison === 0) {
      const difference = story.smallInteger(2, 12);
      if (value + difference.value > MAX_VALUE) return false;
      story.say(sentence`${next.name} has ${difference} more ${object} than ${owner.name}.`);
      story.step(quantity, '+', difference);
    } else if (comparison === 1) {
      const difference = story.smallInteger(2, 12);
      if (difference.value >= value) return false;
      story.say(sentence`${next.name} has ${difference} fewer ${object} than ${owner.name}.`);
      story.step(quantity, '-', difference);
    } else if (comparison === 2) {
      const factor = story.integer(2, 4);
      if (value * factor.value > MAX_VALUE) return false;
      const times = factor.value === 2 && random.chance(0.7) ? 'twice' : sentence`${factor} times`;
      story.say(sentence`${next.name} has ${times} as many ${object} as ${owner.name}.`);
      story.step(quantity, '*', factor);
    } else {
      if (value % 2 !== 0 || value < 4) return false;
      story.say(`${next.name} has half as many ${object} as ${owner.name}.`);
      story.step(quantity, '/', newQuantity(2));
    }
    story.earlier = { owner, quantity };
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
      const count = story.integer(2, 8);
      const each = story.integer(2, 10);
      if (story.value + count.value * each.value > MAX_VALUE) return false;
      const { one, many } = story.random.pick(CONTAINERS);
      const subject = story.subject();
      story.sayOneOf([
        sentence`${subject} buys ${count} ${many} with ${each} ${story.object} in each ${one}.`,
        sentence`Then ${count} friends each give ${story.owner.name} ${each} ${story.object}.`,
      ]);
      const gained = story.aside(count, '*', each);
      story.step(story.quantity, '+', gained);
      return true;
    },
  },
  {
    name: 'lose a product',
    steps: 2,
    weight: 1.6,
    tell(story) {
      const count = story.integer(2, 8);
      const each = story.integer(2, 10);
      if (count.value * each.value >= story.value) return false;
      const subject = story.subject();
      story.sayOneOf([
        sentence`${subject} gives ${each} ${story.object} to each of ${count} friends.`,
        sentence`${subject} uses ${each} ${story.object} every day for ${count} days.`,
      ]);
      const lost = story.aside(count, '*', each);
      story.step(story.quantity, '-', lost);
      return true;
    },
  },
];
