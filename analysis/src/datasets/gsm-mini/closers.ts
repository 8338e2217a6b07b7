import { evenDivisors } from './modifiers.js';
import { MAX_VALUE, MISSING, newQuantity, sentence } from './story.js';
import type { StoryPart } from './story.js';

/** Closers of stories about objects. */
export const CLOSERS: readonly StoryPart[] = [
  {
    name: 'how many',
    steps: 0,
    weight: 5,
    tell(story) {
      const { object } = story;
      const { name } = story.owner;
      story.sayOneOf([
        `How many ${object} does ${name} have now?`,
        `How many ${object} does ${name} have in the end?`,
        `How many ${object} are left for ${name}?`,
        `What is the number of ${object} ${name} has?`,
      ]);
      return true;
    },
  },
  {
    name: 'together with somebody new',
    steps: 1,
    weight: 1.5,
    tell(story) {
      const amount = story.smallInteger(2, 12);
      if (story.value + amount.value > MAX_VALUE) return false;
      const { random, object, owner } = story;
      const { name } = story.newPerson();
      const together = random.pick(['together', 'in total']);
      story.say(
        sentence`${name} has ${amount} ${object}. How many ${object} do ${owner.name} and ${name} have ${together}?`,
      );
      story.step(story.quantity, '+', amount);
      return true;
    },
  },
  {
    name: 'together with the earlier owner',
    steps: 1,
    weight: 3,
    tell(story) {
      const { random, object, owner, earlier } = story;
      if (!earlier || story.value + earlier.quantity.value > MAX_VALUE) return false;
      const together = random.pick(['together', 'in total']);
      story.say(`How many ${object} do ${owner.name} and ${earlier.owner.name} have ${together}?`);
      story.step(earlier.quantity, '+', story.quantity);
      return true;
    },
  },
  {
    name: 'sell everything',
    steps: 1,
    weight: 1.2,
    tell(story) {
      const price = story.integer(2, 9);
      if (story.value * price.value > MAX_VALUE) return false;
      const { object, owner } = story;
      story.say(
        sentence`${story.subject()} sells all the ${object} for ${price} dollars each. How much money does ${owner.name} get?`,
      );
      story.step(story.quantity, '*', price);
      return true;
    },
  },
  {
    name: 'share',
    steps: 1,
    weight: 1.5,
    tell(story) {
      const divisors = evenDivisors(story.value);
      if (divisors.length === 0) return false;
      const friends = newQuantity(story.random.pick(divisors), 2, 5);
      const { object } = story;
      story.say(
        sentence`${story.subject()} shares the ${object} equally among ${friends} friends. How many ${object} does each friend get?`,
      );
      story.step(story.quantity, '/', friends);
      return true;
    },
  },
  {
    name: 'how many are missing',
    steps: 1,
    weight: 1.2,
    tell(story) {
      const missing = story.random.smallInteger(MISSING.lowest, MISSING.highest);
      const wanted = newQuantity(story.value + missing, 2, MAX_VALUE);
      if (wanted.value > MAX_VALUE) return false;
      const { object, owner } = story;
      story.say(
        sentence`${owner.name} wants ${wanted} ${object}. How many more ${object} does ${owner.name} need?`,
      );
      story.step(wanted, '-', story.quantity, MISSING);
      return true;
    },
  },
];
