import { newQuantity, sentence } from './sentence.js';
import { MAX_VALUE } from './story.js';
import type { StoryPart } from './story-part.js';
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
export const ONE_STEP_MODIFIERS: readonly StoryPart[] = [
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
          story.say(`${subject} keeps only ${PART_NAMES.get(divisor.value) ?? ''} of the ${object}.`);
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
