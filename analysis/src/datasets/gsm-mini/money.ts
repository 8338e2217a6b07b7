import { MAX_VALUE } from './story.js';
import type { StoryPart, StoryParts } from './story-part.js';
import { GOODS, PLACES } from './words.js';

const openers: readonly StoryPart[] = [
  {
    name: 'amount',
    steps: 0,
    weight: 2,
    tell(story) {
      story.value = story.random.integer(10, 40);
      const { owner, value } = story;
      story.sayOneOf([
        `${owner.name} has ${value} dollars.`,
        `${owner.name} saves ${value} dollars.`,
        `${owner.name} goes to the ${story.random.pick(['market', 'shop'])} with ${value} dollars.`,
      ]);
      return true;
    },
  },
  {
    name: 'wage or sale',
    steps: 1,
    weight: 2,
    tell(story) {
      const rate = story.random.integer(2, 12);
      const count = story.random.integer(2, 9);
      if (rate * count > MAX_VALUE) return false;
      const { owner, object } = story;
      story.sayOneOf([
        `${owner.name} earns ${rate} dollars an hour and works ${count} hours.`,
        `${owner.name} earns ${rate} dollars each day for ${count} days.`,
        `${owner.name} sells ${count} ${object} for ${rate} dollars each.`,
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
      const amount = story.random.smallInteger(2, 12);
      if (story.value + amount > MAX_VALUE) return false;
      const sentences = [
        () => `${story.newPerson().name} gives ${story.owner.name} ${amount} dollars.`,
        () => `${story.subject()} finds ${amount} dollars in the ${story.random.pick(PLACES)}.`,
        () => `${story.subject()} earns another ${amount} dollars.`,
      ];
      story.say(story.random.pick(sentences)());
      story.step(story.value, '+', amount);
      return true;
    },
  },
  {
    name: 'spend',
    steps: 1,
    weight: 2.5,
    tell(story) {
      const amount = story.random.smallInteger(2, 12);
      if (amount >= story.value) return false;
      const good = story.random.pick(GOODS);
      story.sayOneOf([
        `${story.subject()} buys a ${good} for ${amount} dollars.`,
        `${story.subject()} spends ${amount} dollars on a ${good}.`,
        `Then ${story.owner.name} pays ${amount} dollars for a ${good}.`,
      ]);
      story.step(story.value, '-', amount);
      return true;
    },
  },
  {
    name: 'price times quantity',
    steps: 2,
    weight: 3,
    tell(story) {
      const quantity = story.random.integer(2, 9);
      const price = story.random.integer(2, 12);
      if (quantity * price >= story.value) return false;
      const good = story.random.pick(GOODS);
      story.sayOneOf([
        `${story.subject()} buys ${quantity} ${good}s for ${price} dollars each.`,
        `A ${good} costs ${price} dollars. ${story.owner.name} buys ${quantity} of them.`,
      ]);
      const cost = story.aside(quantity, '*', price);
      story.step(story.value, '-', cost);
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
      story.step(story.value, '/', 2);
      return true;
    },
  },
  {
    name: 'double or triple',
    steps: 1,
    weight: 0.8,
    tell(story) {
      const factor = story.random.integer(2, 3);
      if (story.value * factor > MAX_VALUE) return false;
      story.say(`Then ${story.owner.name} ${factor === 2 ? 'doubles' : 'triples'} the money.`);
      story.step(story.value, '*', factor);
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
      const missing = story.random.smallInteger(2, 12);
      const price = story.value + missing;
      if (price > MAX_VALUE) return false;
      const { name } = story.owner;
      story.say(
        `${name} wants to buy a ${story.random.pick(GOODS)} for ${price} dollars. How many more dollars does ${name} need?`,
      );
      story.step(price, '-', story.value);
      return true;
    },
  },
];

/** The parts of stories about money. */
export const MONEY_PARTS: StoryParts = { openers, modifiers, closers };
