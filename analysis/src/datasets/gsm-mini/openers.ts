import { MAX_VALUE, sentence } from './story.js';
import type { StoryPart } from './story.js';
import { CONTAINERS, DAYS_IN_A_ROW } from './words.js';

/** Openers of stories about objects. */
export const OPENERS: readonly StoryPart[] = [
  {
    name: 'amount',
    steps: 0,
    weight: 4,
    tell(story) {
      story.quantity = story.smallInteger(2, 30);
      const { owner, quantity, object } = story;
      story.sayOneOf([
        sentence`${owner.name} has ${quantity} ${object}.`,
        sentence`${owner.name} starts with ${quantity} ${object}.`,
        sentence`${owner.name} owns ${quantity} ${object}.`,
        sentence`There are ${quantity} ${object} on the table of ${owner.name}.`,
      ]);
      return true;
    },
  },
  {
    name: 'containers',
    steps: 1,
    weight: 2,
    tell(story) {
      const count = story.integer(2, 9);
      const each = story.integer(2, 12);
      if (count.value * each.value > MAX_VALUE) return false;
      const { one, many } = story.random.pick(CONTAINERS);
      const { owner, object } = story;
      story.sayOneOf([
        sentence`${owner.name} has ${count} ${many} with ${each} ${object} in each ${one}.`,
        sentence`${owner.name} buys ${count} ${many} of ${object}. Each ${one} holds ${each} ${object}.`,
      ]);
      story.step(count, '*', each);
      return true;
    },
  },
  {
    name: 'rate times time',
    steps: 1,
    weight: 1.5,
    tell(story) {
      const rate = story.integer(2, 12);
      const time = story.integer(2, 9);
      if (time.value * rate.value > MAX_VALUE) return false;
      const { owner, object } = story;
      story.sayOneOf([
        sentence`${owner.name} gets ${rate} ${object} every day for ${time} days.`,
        sentence`Every week ${owner.name} collects ${rate} ${object}. ${owner.pronoun} does this for ${time} weeks.`,
      ]);
      story.step(rate, '*', time);
      return true;
    },
  },
  {
    name: 'two parts',
    steps: 1,
    weight: 2,
    tell(story) {
      const first = story.smallInteger(2, 12);
      const second = story.smallInteger(2, 12);
      const [day, nextDay] = story.random.pick(DAYS_IN_A_ROW);
      const { object } = story;
      const { name } = story.owner;
      story.sayOneOf([
        sentence`${name} has ${first} red ${object} and ${second} blue ${object}.`,
        sentence`${name} has ${first} big ${object} and ${second} small ${object}.`,
        sentence`${name} finds ${first} ${object} on ${day} and ${second} ${object} on ${nextDay}.`,
        sentence`${name} keeps ${first} ${object} at home and ${second} ${object} at ${story.random.pick(['school', 'work'])}.`,
      ]);
      story.step(first, '+', second);
      return true;
    },
  },
  {
    // The comparison is told before the fact that it needs.
    name: 'comparison',
    steps: 1,
    weight: 1.5,
    tell(story) {
      const other = story.newPerson();
      const { random, owner, object } = story;
      const known = story.smallInteger(4, 30);
      const difference = story.smallInteger(2, 12);
      const factor = story.integer(2, 4);
      const fact = sentence`${other.name} has ${known} ${object}.`;
      switch (random.integer(0, 2)) {
        case 0:
          story.say(sentence`${owner.name} has ${difference} more ${object} than ${other.name}. ${fact}`);
          story.step(known, '+', difference);
          break;
        case 1:
          if (difference.value >= known.value) return false;
          story.say(sentence`${owner.name} has ${difference} fewer ${object} than ${other.name}. ${fact}`);
          story.step(known, '-', difference);
          break;
        default: {
          if (known.value * factor.value > MAX_VALUE) return false;
          const times = factor.value === 2 && random.chance(0.7) ? 'twice' : sentence`${factor} times`;
          story.say(sentence`${owner.name} has ${times} as many ${object} as ${other.name}. ${fact}`);
          story.step(known, '*', factor);
        }
      }
      story.earlier = { owner: other, quantity: known };
      return true;
    },
  },
];
