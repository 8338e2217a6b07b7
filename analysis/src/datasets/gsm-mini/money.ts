import { MAX_VALUE, MISSING, newQuantity, sentence } from './story.js';
import type { StoryPart, StoryParts } from './story.js';
import { GOODS, PLACES } from './words.js';

const openers: readonly StoryPart[] = [
  {
    name: 'amount',
    steps: 0,
    weight: 2,
    tell(story) {
      story.quantity = story.integer(10, 40);
      const { owner, quantity } = story;
      story.sayOneOf([
        sentence`${owner.name} has ${quantity} dollars.`,
        sentence`${owner.name} saves ${quantity} dollars.`,
        sentence`${owner.name} goes to the ${story.random.pick(['market', 'shop'])} with ${quantity} dollars.`,
      ]);
      return true;
    },
  },
  {
    name: 'wage or sale',
    steps: 1,
    weight: 2,
    tell(story) {
      const rate = story.integer(2, 12);
      const count = story.integer(2, 9);
      if (rate.value * count.value > MAX_VALUE) return false;
      const { owner, object } = story;
      story.sayOneOf([
        sentence`${owner.name} earns ${rate} dollars an hour and works ${count} hours.`,
        sentence`${owner.name} earns ${rate} dollars each day for ${count} days.`,
        sentence`${owner.name} sells ${count} ${object} for ${rate} dollars each.`,
      ]);
      story.step(rate, '*', count);
      return true;
    },
  },
];

const modifiers: readonly StoryPart[] = [
  {
    name: 'earn',
    steps: 1,
    weight: 2,
    tell(story) {
      const amount = story.smallInteger(2, 12);
      if (story.value + amount.value > MAX_VALUE) return false;
      const sentences = [
        () => sentence`${story.newPerson().name} gives ${story.owner.name} ${amount} dollars.`,
        () => sentence`${story.subject()} finds ${amount} dollars in the ${story.random.pick(PLACES)}.`,
        () => sentence`${story.subject()} earns another ${amount} dollars.`,
      ];
      story.say(story.random.pick(sentences)());
      story.step(story.quantity, '+', amount);
      return true;
    },
  },
  {
    name: 'spend',
    steps: 1,
    weight: 2.5,
    tell(story) {
      const amount = story.smallInteger(2, 12);
      if (amount.value >= story.value) return false;
      const good = story.random.pick(GOODS);
      story.sayOneOf([
        sentence`${story.subject()} buys a ${good} for ${amount} dollars.`,
        sentence`${story.subject()} spends ${amount} dollars on a ${good}.`,
        sentence`Then ${story.owner.name} pays ${amount} dollars for a ${good}.`,
      ]);
      story.step(story.quantity, '-', amount);
      return true;
    },
  },
  {
    name: 'price times quantity',
    steps: 2,
    weight: 3,
    tell(story) {
      const count = story.integer(2, 9);
      const price = story.integer(2, 12);
      if (count.value * price.value >= story.value) return false;
      const good = story.random.pick(GOODS);
      story.sayOneOf([
        sentence`${story.subject()} buys ${count} ${good}s for ${price} dollars each.`,
        sentence`A ${good} costs ${price} dollars. ${story.owner.name} buys ${count} of them.`,
      ]);
      const cost = story.aside(count, '*', price);
      story.step(story.quantity, '-', cost);
      return true;
    },
  },
  {
    name: 'half',
    steps: 1,
    weight: 1,
    tell(story) {
      if (story.value % 2 !== 0 || story.value < 4) return false;
      story.sayOneOf([
        `${story.subject()} spends half of the money on a ${story.random.pick(GOODS)}.`,
        `${story.subject()} gives half of the money to ${story.newPerson().name}.`,
      ]);
      story.step(story.quantity, '/', newQuantity(2));
      return true;
    },
  },
  {
    name: 'double or triple',
    steps: 1,
    weight: 0.8,
    tell(story) {
      const factor = story.integer(2, 3);
      if (story.value * factor.value > MAX_VALUE) return false;
      story.say(`Then ${story.owner.name} ${factor.value === 2 ? 'doubles' : 'triples'} the money.`);
      story.step(story.quantity, '*', factor);
      return true;
    },
  },
];

const closers: readonly StoryPart[] = [
  {
    name: 'how much',
    steps: 0,
    weight: 4,
    tell(story) {
      story.sayOneOf([
        `How much money does ${story.owner.name} have left?`,
        `How many dollars does ${story.owner.name} have now?`,
        `How much money does ${story.owner.name} have in the end?`,
      ]);
      return true;
    },
  },
  {
    name: 'how much is missing',
    steps: 1,
    weight: 1,
    tell(story) {
      const missing = story.random.smallInteger(MISSING.lowest, MISSING.highest);
      const price = newQuantity(story.value + missing, 2, MAX_VALUE);
      if (price.value > MAX_VALUE) return false;
      const { name } = story.owner;
      story.say(
        sentence`${name} wants to buy a ${story.random.pick(GOODS)} for ${price} dollars. How many more dollars does ${name} need?`,
      );
      story.step(price, '-', story.quantity, MISSING);
      return true;
    },
  },
];

/** The parts of stories about money. */
export const MONEY_PARTS: StoryParts = { openers, modifiers, closers };
