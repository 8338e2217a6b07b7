import { required } from '../../words/required.js';
import { MAX_VALUE, newQuantity, sentence } from './story.js';
import type { StoryPart } from './story.js';
import { CONTAINERS, PLACES } from './words.js';

const PART_NAMES = new Map([
  [2, 'half'],
  [3, 'a third'],
  [4, 'a quarter'],
  [5, 'a fifth'],
]);

const MULTIPLY_VERBS = new Map([
  [2, 'doubles'],
  [3, 'triples'],
]);

/** The numbers 2..5 that divide the value and leave at least 2. */
export function evenDivisors(value: number): number[] {
  return [2, 3, 4, 5].filter((divisor) => value % divisor === 0 && value / divisor >= 2);
}

/** Modifiers of stories about objects that change the quantity in one step. */
const ONE_STEP_MODIFIERS: readonly StoryPart[] = [
  {
    name: 'gain',
    steps: 1,
    weight: 3,
    tell(story) {
      const room = MAX_VALUE - story.value;
      if (room < 2) return false;
      const amount = newQuantity(story.random.smallInteger(2, Math.min(12, room)), 2, 12);
      const { random, object, owner } = story;
      const subject = story.subject();
      const sentences = [
        () => sentence`${subject} buys ${amount} more ${object}.`,
        () => sentence`${subject} finds ${amount} ${object} in the ${random.pick(PLACES)}.`,
        () => sentence`Then ${story.newPerson().name} gives ${owner.name} ${amount} more ${object}.`,
        () => sentence`${subject} wins ${amount} ${object} in a game.`,
        () => sentence`${subject} gets ${amount} more ${object} from ${story.newPerson().name}.`,
        () => sentence`Then ${owner.name} collects another ${amount} ${object}.`,
      ];
      story.say(random.pick(sentences)());
      story.step(story.quantity, '+', amount);
      return true;
    },
  },
  {
    name: 'loss',
    steps: 1,
    weight: 3,
    tell(story) {
      if (story.value < 4) return false;
      const amount = newQuantity(story.random.smallInteger(2, Math.min(12, story.value - 1)), 2, 12);
      if (amount.value >= story.value) return false;
      const { random, object, owner } = story;
      const subject = story.subject();
      const sentences = [
        () => sentence`${subject} gives ${amount} ${object} to ${story.newPerson().name}.`,
        () => sentence`${subject} loses ${amount} ${object} at the ${random.pick(PLACES)}.`,
        () => sentence`${subject} sells ${amount} of the ${object}.`,
        () => sentence`Then ${owner.name} throws away ${amount} ${object}.`,
        () => sentence`${story.newPerson().name} takes ${amount} of the ${object}.`,
        () => sentence`${subject} uses ${amount} ${object}.`,
      ];
      story.say(random.pick(sentences)());
      story.step(story.quantity, '-', amount);
      return true;
    },
  },
  {
    name: 'multiply',
    steps: 1,
    weight: 1.6,
    tell(story) {
      const factor = newQuantity(story.random.pick([2, 2, 2, 3, 3, 4, 5]), 2, 5);
      if (story.value * factor.value > MAX_VALUE || story.value < 2) return false;
      const { object, owner } = story;
      const verb = MULTIPLY_VERBS.get(factor.value);
      if (verb !== undefined && story.random.chance(0.6)) {
        story.say(`Then ${owner.name} ${verb} the number of ${object}.`);
      } else {
        story.sayOneOf([
          sentence`After a month ${owner.name} has ${factor} times as many ${object}.`,
          sentence`Soon the number of ${object} is ${factor} times as large.`,
        ]);
      }
      story.step(story.quantity, '*', factor);
      return true;
    },
  },
  {
    name: 'divide',
    steps: 1,
    weight: 2.4,
    tell(story) {
      const divisors = evenDivisors(story.value);
      if (divisors.length === 0) return false;
      const divisor = newQuantity(story.random.pick(divisors), 2, 5);
      const { object } = story;
      const subject = story.subject();
      const { one, many } = story.random.pick(CONTAINERS);
      switch (story.random.integer(0, 2)) {
        case 0:
          story.say(
            sentence`${subject} puts the ${object} equally into ${divisor} ${many} and keeps one ${one}.`,
          );
          break;
        case 1:
          story.say(
            `${subject} keeps only ${required(PART_NAMES.get(divisor.value), 'The name of a part')} of the ${object}.`,
          );
          break;
        default:
          story.say(
            divisor.value === 2
              ? `${subject} gives half of the ${object} to ${story.newPerson().name}.`
              : sentence`${subject} shares the ${object} equally among ${divisor} people and takes one share.`,
          );
      }
      story.step(story.quantity, '/', divisor);
      return true;
    },
  },
];

/** The story moves on to another person, whose quantity is told by comparison. */
const MOVE_ON: StoryPart = {
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
const TWO_STEP_MODIFIERS: readonly StoryPart[] = [
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

/** Modifiers of stories about objects; their order decides what a seed gives. */
export const MODIFIERS: readonly StoryPart[] = [...ONE_STEP_MODIFIERS, MOVE_ON, ...TWO_STEP_MODIFIERS];
